package main

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"
)

// testMachine is a machine whose every fact is known.
func testMachine() machine {
	return machine{
		hostname: func() (string, error) { return "node-4", nil },
		addresses: func() ([]net.Addr, error) {
			return []net.Addr{
				ipNet("127.0.0.1", 8),
				ipNet("192.168.1.14", 24),
				ipNet("::1", 128),
				ipNet("fe80::1", 64),
				ipNet("172.17.42.1", 16),
				&net.TCPAddr{IP: net.ParseIP("10.9.9.9")},
			}, nil
		},
		output: func(_ context.Context, name string, args ...string) ([]byte, error) {
			outputs := map[string]string{
				"uname -a":          "Linux node-4 4.2.0 armv7l GNU/Linux\n",
				"lsb_release -s -i": "Ubuntu\n",
				"lsb_release -s -r": "15.04\n",
				"lsb_release -s -d": "\"Ubuntu 15.04\"\n",
				"lsb_release -s -c": "vivid\n",
			}
			out, ok := outputs[name+" "+strings.Join(args, " ")]
			if !ok {
				return nil, errors.New("not found")
			}
			return []byte(out), nil
		},
		pid:  4242,
		ppid: 17,
	}
}

func ipNet(ip string, ones int) *net.IPNet {
	address := net.ParseIP(ip)
	bits := 128
	if address.To4() != nil {
		bits = 32
	}
	return &net.IPNet{IP: address, Mask: net.CIDRMask(ones, bits)}
}

// ask sends one request to the site of m and returns the answer.
func ask(m machine, method, target, userAgent string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, target, nil)
	request.Header.Set("User-Agent", userAgent)
	recorder := httptest.NewRecorder()
	newHandler(m, 8000).ServeHTTP(recorder, request)
	return recorder
}

// definitions reads the definition list of a page: the terms in order, and the values of each.
// It fails the test if the page's tags don't balance.
func definitions(t *testing.T, page string) (terms []string, values map[string][]string) {
	t.Helper()
	values = map[string][]string{}
	decoder := xml.NewDecoder(strings.NewReader(page))
	var text strings.Builder
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return terms, values
		}
		if err != nil {
			t.Fatalf("the page is not well-formed: %v\n%s", err, page)
		}
		switch token := token.(type) {
		case xml.StartElement:
			text.Reset()
		case xml.CharData:
			text.Write(token)
		case xml.EndElement:
			switch token.Name.Local {
			case "dt":
				terms = append(terms, text.String())
			case "dd":
				term := terms[len(terms)-1]
				values[term] = append(values[term], text.String())
			}
		}
	}
}

func TestStatus(t *testing.T) {
	tests := []struct {
		method, target string
		want           int
	}{
		{"GET", "/", http.StatusOK},
		{"HEAD", "/", http.StatusOK},
		{"GET", "/?q=1", http.StatusOK},
		{"GET", "/info", http.StatusOK},
		{"HEAD", "/info", http.StatusOK},
		{"GET", "/info/", http.StatusNotFound},
		{"GET", "/information", http.StatusNotFound},
		{"GET", "/favicon.ico", http.StatusNotFound},
		{"GET", "/index.html", http.StatusNotFound},
		{"GET", "/INFO", http.StatusNotFound},
		{"POST", "/", http.StatusMethodNotAllowed},
		{"DELETE", "/info", http.StatusMethodNotAllowed},
	}
	for _, test := range tests {
		answer := ask(testMachine(), test.method, test.target, "test")
		if answer.Code != test.want {
			t.Errorf("%s %s: status %d, want %d", test.method, test.target, answer.Code, test.want)
		}
	}
}

func TestMethodNotAllowedNamesTheMethods(t *testing.T) {
	answer := ask(testMachine(), "POST", "/info", "test")
	if got, want := answer.Header().Get("Allow"), "GET, HEAD"; got != want {
		t.Errorf("Allow is %q, want %q", got, want)
	}
}

func TestContentType(t *testing.T) {
	for _, target := range []string{"/", "/info"} {
		answer := ask(testMachine(), "GET", target, "test")
		want := "text/html; charset=utf-8"
		if got := answer.Header().Get("Content-Type"); got != want {
			t.Errorf("%s: content type %q, want %q", target, got, want)
		}
	}
}

func TestAlive(t *testing.T) {
	page := ask(testMachine(), "GET", "/", "test").Body.String()
	if !strings.Contains(page, "alive") {
		t.Errorf("the page doesn't say that the server is alive:\n%s", page)
	}
	definitions(t, page) // the tags balance
}

func TestInfo(t *testing.T) {
	page := ask(testMachine(), "GET", "/info", "curl/8.0").Body.String()
	terms, values := definitions(t, page)

	wantTerms := []string{
		"Host name", "Operating system", "IPv4 addresses", "Port", "Process id",
		"Parent process id", "User agent",
	}
	if !reflect.DeepEqual(terms, wantTerms) {
		t.Errorf("terms are %q, want %q", terms, wantTerms)
	}
	wantValues := map[string][]string{
		"Host name": {"node-4"},
		"Operating system": {
			"Kernel: Linux node-4 4.2.0 armv7l GNU/Linux",
			"Distributor: Ubuntu",
			"Release: 15.04",
			"Description: Ubuntu 15.04",
			"Codename: vivid",
		},
		"IPv4 addresses":    {"192.168.1.14", "172.17.42.1"},
		"Port":              {"8000"},
		"Process id":        {"4242"},
		"Parent process id": {"17"},
		"User agent":        {"curl/8.0"},
	}
	if !reflect.DeepEqual(values, wantValues) {
		t.Errorf("values are %q, want %q", values, wantValues)
	}
}

func TestUserAgentIsEscaped(t *testing.T) {
	agents := []string{
		`<script>alert("hello")</script>`,
		`</dd></dl><h1>mine</h1>`,
		`a & b < c > d ' e "`,
		`{{.Term}}`,
	}
	for _, agent := range agents {
		page := ask(testMachine(), "GET", "/info", agent).Body.String()
		for _, tag := range []string{"<script", "<h1>mine"} {
			if strings.Contains(page, tag) {
				t.Errorf("user agent %q puts %q into the page", agent, tag)
			}
		}
		// Read back from the page, it is the text that was sent.
		_, values := definitions(t, page)
		if got, want := values["User agent"], []string{known(agent)}; !reflect.DeepEqual(got, want) {
			t.Errorf("user agent is shown as %q, want %q", got, want)
		}
	}
}

func TestUnknown(t *testing.T) {
	failed := errors.New("failed")
	m := testMachine()
	m.hostname = func() (string, error) { return "", failed }
	m.addresses = func() ([]net.Addr, error) { return nil, failed }
	m.output = func(context.Context, string, ...string) ([]byte, error) { return nil, failed }
	_, values := definitions(t, ask(m, "GET", "/info", "").Body.String())

	want := map[string][]string{
		"Host name": {"Unknown"},
		"Operating system": {
			"Kernel: Unknown",
			"Distributor: Unknown",
			"Release: Unknown",
			"Description: Unknown",
			"Codename: Unknown",
		},
		"IPv4 addresses":    {"Unknown"},
		"Port":              {"8000"},
		"Process id":        {"4242"},
		"Parent process id": {"17"},
		"User agent":        {"Unknown"},
	}
	if !reflect.DeepEqual(values, want) {
		t.Errorf("values are %q, want %q", values, want)
	}
}

func TestMissingCommandIsUnknown(t *testing.T) {
	m := testMachine()
	m.output = func(ctx context.Context, _ string, args ...string) ([]byte, error) {
		return thisMachine().output(ctx, "no-such-command-anywhere", args...)
	}
	for _, line := range operatingSystem(context.Background(), m) {
		if !strings.HasSuffix(line, ": Unknown") {
			t.Errorf("a missing command yields %q", line)
		}
	}
}

func TestCommandsHaveADeadline(t *testing.T) {
	m := testMachine()
	m.output = func(ctx context.Context, _ string, _ ...string) ([]byte, error) {
		if _, ok := ctx.Deadline(); !ok {
			t.Error("a command runs without a deadline")
		}
		return nil, nil
	}
	ask(m, "GET", "/info", "test")
}

func TestOnlyLoopbackIsUnknown(t *testing.T) {
	m := testMachine()
	m.addresses = func() ([]net.Addr, error) {
		return []net.Addr{ipNet("127.0.0.1", 8), ipNet("127.0.1.1", 8), ipNet("::1", 128)}, nil
	}
	if got, want := ipv4(m), []string{unknown}; !reflect.DeepEqual(got, want) {
		t.Errorf("addresses are %q, want %q", got, want)
	}
}

func TestKnown(t *testing.T) {
	tests := []struct{ text, want string }{
		{"vivid\n", "vivid"},
		{"\"Ubuntu 15.04\"\n", "Ubuntu 15.04"},
		{"", "Unknown"},
		{" \n", "Unknown"},
		{"\"\"\n", "Unknown"},
	}
	for _, test := range tests {
		if got := known(test.text); got != test.want {
			t.Errorf("known(%q) is %q, want %q", test.text, got, test.want)
		}
	}
}

// A page of the machine that runs the test: whatever it is, the page is whole.
func TestThisMachine(t *testing.T) {
	terms, values := definitions(t, ask(thisMachine(), "GET", "/info", "test").Body.String())
	for _, term := range terms {
		if len(values[term]) == 0 {
			t.Errorf("%s has no value", term)
		}
	}
	for _, address := range values["IPv4 addresses"] {
		if ip := net.ParseIP(address); address != unknown && (ip.To4() == nil || ip.IsLoopback()) {
			t.Errorf("%q is not an IPv4 address that others can use", address)
		}
	}
}

func TestPagesAreNotKept(t *testing.T) {
	for _, target := range []string{"/", "/info"} {
		answer := ask(testMachine(), "GET", target, "test")
		if got, want := answer.Header().Get("Cache-Control"), "no-store"; got != want {
			t.Errorf("%s: Cache-Control is %q, want %q", target, got, want)
		}
	}
}

func TestClientsHaveDeadlines(t *testing.T) {
	server := newServer(http.NotFoundHandler())
	for name, timeout := range map[string]time.Duration{
		"header": server.ReadHeaderTimeout,
		"read":   server.ReadTimeout,
		"write":  server.WriteTimeout,
		"idle":   server.IdleTimeout,
	} {
		if timeout <= 0 {
			t.Errorf("there is no %s timeout", name)
		}
	}
	// A page that has waited for its turn, and whose commands took their time, is still sent.
	if least := 3 * commandTimeout; server.WriteTimeout <= least {
		t.Errorf("the write timeout is %v, want more than %v", server.WriteTimeout, least)
	}
}

// However many requests there are, only some of them run commands at the same time.
func TestCommandsAreBounded(t *testing.T) {
	var lock sync.Mutex
	running, most := 0, 0
	m := testMachine()
	known := m.output
	m.output = func(ctx context.Context, name string, args ...string) ([]byte, error) {
		lock.Lock()
		if running++; running > most {
			most = running
		}
		lock.Unlock()
		time.Sleep(2 * time.Millisecond)
		lock.Lock()
		running--
		lock.Unlock()
		return known(ctx, name, args...)
	}
	handler := newHandler(m, 8000)
	var group sync.WaitGroup
	for i := 0; i < 20; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			recorder := httptest.NewRecorder()
			handler.ServeHTTP(recorder, httptest.NewRequest("GET", "/info", nil))
			if recorder.Code != http.StatusOK {
				t.Errorf("status %d, want 200", recorder.Code)
			}
		}()
	}
	group.Wait()
	if most > gatherers {
		t.Errorf("%d commands ran at once, want at most %d", most, gatherers)
	}
}

// Who leaves while waiting for a turn, leaves at once.
func TestWaitingEndsWithTheClient(t *testing.T) {
	started, release := make(chan struct{}, gatherers+1), make(chan struct{})
	m := testMachine()
	m.hostname = func() (string, error) {
		started <- struct{}{}
		<-release
		return "node-4", nil
	}
	handler := newHandler(m, 8000)
	var group sync.WaitGroup
	for i := 0; i < gatherers; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/info", nil))
		}()
		<-started
	}
	ctx, leave := context.WithCancel(context.Background())
	leave()
	recorder, done := httptest.NewRecorder(), make(chan struct{})
	go func() {
		defer close(done)
		handler.ServeHTTP(recorder, httptest.NewRequest("GET", "/info", nil).WithContext(ctx))
	}()
	select {
	case <-done:
	case <-time.After(5 * time.Second):
		t.Error("a client that has left is given a turn")
	}
	close(release)
	<-done
	if recorder.Body.Len() != 0 {
		t.Errorf("a client that has left gets %q", recorder.Body)
	}
	group.Wait()
}

func TestOutputIsBounded(t *testing.T) {
	out, err := output(context.Background(), "yes")
	if err != nil || len(out) != commandOutput {
		t.Errorf("%d bytes, error %v; want %d, none", len(out), err, commandOutput)
	}
}

func TestOutputEndsWithItsTime(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	begin := time.Now()
	// The shell is killed, its child keeps the pipe.
	if _, err := output(ctx, "sh", "-c", "sleep 20; true"); err == nil {
		t.Error("a command that is killed succeeds")
	}
	if took := time.Since(begin); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
}

// A request that has begun is answered although the server is asked to stop meanwhile; then the
// server ends without an error, and listens no more.
func TestServeStopsGracefully(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	started, release := make(chan struct{}), make(chan struct{})
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(started)
		<-release
		io.WriteString(w, "finished")
	})
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, listener, handler) }()
	address := listener.Addr().String()
	answer := make(chan string, 1)
	go func() {
		// No proxy of the environment.
		client := &http.Client{Transport: &http.Transport{}}
		response, err := client.Get("http://" + address)
		if err != nil {
			answer <- err.Error()
			return
		}
		defer response.Body.Close()
		body, _ := io.ReadAll(response.Body)
		answer <- string(body)
	}()
	<-started
	stop()
	select {
	case err := <-ended:
		close(release)
		t.Fatalf("the server ended before its request: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	close(release)
	if got := <-answer; got != "finished" {
		t.Errorf("the answer is %q", got)
	}
	if err := <-ended; err != nil {
		t.Errorf("the server ended with %v", err)
	}
	if connection, err := net.Dial("tcp", address); err == nil {
		connection.Close()
		t.Error("the server still listens")
	}
}

func TestServeReportsItsFailure(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	if err := serve(context.Background(), listener, http.NotFoundHandler()); err == nil {
		t.Error("serving on a closed listener succeeds")
	}
}

// #region begin

// Command server is a small web server that describes the machine it runs on.
//
// It answers two paths: / says that the server is alive, and /info shows the host's name, its
// operating system, its addresses, the process, and the browser that asks.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"html/template"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// unknown is what the page shows where the machine gives no answer.
const unknown = "Unknown"

const (
	// commandTimeout is how long the commands that describe the operating system may take in all.
	commandTimeout = 5 * time.Second
	// commandOutput is how many bytes of a command's output are read.
	commandOutput = 4096
	// gatherers is how many requests may run commands at once; the others wait for their turn.
	gatherers = 2
	// stopTimeout is how long a request may go on after the server was asked to stop.
	stopTimeout = 10 * time.Second
)

// #endregion begin

// #region main

func main() {
	port := flag.Int("port", 8000, "the TCP `port` to listen on")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "server: unexpected argument '%s'\n", flag.Arg(0))
		flag.Usage()
		os.Exit(2)
	}

	listener, err := net.Listen("tcp", fmt.Sprintf(":%d", *port))
	if err != nil {
		log.Fatalf("can't listen on port %d: %v", *port, err)
	}
	// Port 0 means any free port, so this says which one it is.
	actual := listener.Addr().(*net.TCPAddr).Port
	fmt.Printf("listening on port %d\n", actual)

	// Ctrl-C and 'pkill' ask it to stop.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := serve(ctx, listener, newHandler(thisMachine(), actual)); err != nil {
		log.Fatal(err)
	}
}

// newServer returns a server whose every wait for a client has an end.
func newServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       15 * time.Second,
		// A turn to wait for, the commands, the page itself.
		WriteTimeout: 3*commandTimeout + 10*time.Second,
		IdleTimeout:  time.Minute,
	}
}

// serve answers requests until ctx ends, and then finishes those that have begun. It returns nil
// after such a stop.
func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := newServer(handler)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.Background(), stopTimeout)
	defer cancel()
	return server.Shutdown(ending)
}

// #endregion main

// #region machine

// A machine is what the pages are about, each fact as a function, so that a test can bring a
// machine of its own.
type machine struct {
	hostname  func() (string, error)
	addresses func() ([]net.Addr, error)
	// output runs a command and returns the beginning of its standard output.
	output func(ctx context.Context, name string, args ...string) ([]byte, error)
	pid    int
	ppid   int
}

// thisMachine returns the machine that the process runs on.
func thisMachine() machine {
	return machine{
		hostname:  os.Hostname,
		addresses: net.InterfaceAddrs,
		output:    output,
		pid:       os.Getpid(),
		ppid:      os.Getppid(),
	}
}

// output runs a command until it ends or ctx does, and returns the first commandOutput bytes of
// its standard output.
func output(ctx context.Context, name string, args ...string) ([]byte, error) {
	command := exec.CommandContext(ctx, name, args...)
	pipe, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	// Whatever the command started may hold the pipe open when the command itself has been killed.
	read := make(chan struct{})
	go func() {
		select {
		case <-ctx.Done():
		case <-read:
		}
		// Closed, a command with more to say ends.
		pipe.Close()
	}()
	out, err := io.ReadAll(io.LimitReader(pipe, commandOutput))
	close(read)
	if waited := command.Wait(); waited != nil && len(out) < commandOutput {
		err = waited
	}
	return out, err
}

// #endregion machine

// #region handlers

// newHandler returns the handler of the whole site. port is the one that the server listens on.
func newHandler(m machine, port int) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/", aliveHandler)
	mux.HandleFunc("/info", infoHandler(m, port))
	return readOnly(mux)
}

// readOnly lets only GET and HEAD through to next; nothing on this site can be changed.
func readOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "only GET and HEAD are allowed", http.StatusMethodNotAllowed)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// aliveHandler says that the server is alive. It sees every path that no other handler takes,
// and answers 404 for all but "/".
func aliveHandler(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/" {
		http.NotFound(w, r)
		return
	}
	render(w, alivePage, nil)
}

// infoHandler shows the facts of m, and of the request, as a definition list. Many requests at
// once wait for each other, and don't fill the board with processes.
func infoHandler(m machine, port int) http.HandlerFunc {
	turns := make(chan struct{}, gatherers)
	return func(w http.ResponseWriter, r *http.Request) {
		waiting := time.NewTimer(2 * commandTimeout)
		defer waiting.Stop()
		select {
		case turns <- struct{}{}:
			defer func() { <-turns }()
		case <-waiting.C:
			http.Error(w, "too many requests at once", http.StatusServiceUnavailable)
			return
		case <-r.Context().Done():
			return
		}
		render(w, infoPage, gather(r.Context(), m, port, r.UserAgent()))
	}
}

// render fills in the page before it sends the first byte, so that a template that fails is a
// plain error 500 and never half a page.
func render(w http.ResponseWriter, page *template.Template, data interface{}) {
	var body bytes.Buffer
	if err := page.Execute(&body, data); err != nil {
		log.Print(err)
		http.Error(w, "the page can't be made", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	// The page is true for this moment only.
	w.Header().Set("Cache-Control", "no-store")
	if _, err := body.WriteTo(w); err != nil {
		log.Print(err)
	}
}

// #endregion handlers

// #region facts

// A fact is one entry of the definition list: a term with one or more values.
type fact struct {
	Term   string
	Values []string
}

// gather collects what the information page shows, in the order of the page.
func gather(ctx context.Context, m machine, port int, userAgent string) []fact {
	ctx, cancel := context.WithTimeout(ctx, commandTimeout)
	defer cancel()

	hostname, err := m.hostname()
	if err != nil {
		hostname = unknown
	}
	return []fact{
		{"Host name", []string{hostname}},
		{"Operating system", operatingSystem(ctx, m)},
		{"IPv4 addresses", ipv4(m)},
		{"Port", []string{fmt.Sprint(port)}},
		{"Process id", []string{fmt.Sprint(m.pid)}},
		{"Parent process id", []string{fmt.Sprint(m.ppid)}},
		{"User agent", []string{known(userAgent)}},
	}
}

// operatingSystem describes the kernel in one line and the distribution in four.
func operatingSystem(ctx context.Context, m machine) []string {
	describe := func(name string, args ...string) string {
		out, err := m.output(ctx, name, args...)
		if err != nil {
			return unknown
		}
		return known(string(out))
	}
	return []string{
		"Kernel: " + describe("uname", "-a"),
		"Distributor: " + describe("lsb_release", "-s", "-i"),
		"Release: " + describe("lsb_release", "-s", "-r"),
		"Description: " + describe("lsb_release", "-s", "-d"),
		"Codename: " + describe("lsb_release", "-s", "-c"),
	}
}

// known returns text without the white space and the quotation marks around it, or "Unknown"
// if nothing is left. Some versions of lsb_release quote the description.
func known(text string) string {
	if text = strings.Trim(text, " \t\r\n\""); text == "" {
		return unknown
	}
	return text
}

// ipv4 returns the IPv4 addresses that other hosts can use: all but the loopback's.
func ipv4(m machine) []string {
	addresses, err := m.addresses()
	if err != nil {
		return []string{unknown}
	}
	var found []string
	for _, address := range addresses {
		network, ok := address.(*net.IPNet)
		if !ok || network.IP.IsLoopback() || network.IP.To4() == nil {
			continue
		}
		found = append(found, network.IP.String())
	}
	if len(found) == 0 {
		return []string{unknown}
	}
	return found
}

// #endregion facts

// #region pages

// The pages. html/template escapes every value for the place where it goes. The markup is
// well-formed XML too, which lets a test check that its tags balance.
var (
	alivePage = template.Must(template.New("alive").Parse(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<title>Alive</title>
</head>
<body>
<p>The server is alive. See <a href="/info">what it knows about its machine</a>.</p>
</body>
</html>
`))

	infoPage = template.Must(template.New("info").Parse(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<title>Server information</title>
</head>
<body>
<h1>Server information</h1>
<dl>
{{- range .}}
<dt>{{.Term}}</dt>
{{- range .Values}}
<dd>{{.}}</dd>
{{- end}}
{{- end}}
</dl>
</body>
</html>
`))
)

// #endregion pages

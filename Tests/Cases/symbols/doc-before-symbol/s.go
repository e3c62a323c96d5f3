package x

// Package-level remark.

// info tells about the server.
// It has two lines.
func info() string {
	return ""
}

// Server serves.
type Server struct{}

/*
start starts.
*/
func (s *Server) start() {
	go f()
}

func (c Client) start() {}

type Client struct{}

// Package pool mentions func Phantom() only here.
package pool

import "fmt"

const DefaultSize = 8

const (
	ModeIdle = iota
	ModeBusy
	ModeLong = 10 +
		20
)

var (
	registry = map[string]int{
		"{": 1,
	}
	first, second = 1, 2
)

var banner = `func Phantom() {
	return }
`

type Handler func(w int) error

type (
	ID   = string
	Pair struct {
		Left, Right int
	}
)

// Server owns workers.
type Server struct {
	name string
}

type Client struct{ name string }

type Runner interface {
	Start(
		n int,
	) error
	Stop()
}

type Stack[T any] struct {
	items []T
}

func NewServer(
	name string,
	size int,
) (*Server, error) {
	helper := func() string { return "}" }
	local := 3
	_ = local
	return &Server{name: helper()}, nil
}

func (s *Server) Start(n int) error {
	fmt.Println("func (c Client) Ghost() {")
	return nil
}

func (c Client) Start(n int) error { return nil }

func (s *Stack[T]) Push(item T) {
	s.items = append(s.items, item)
}

func (Server) Stop() {}

func init() {
	type inner struct{ x int }
	var _ = inner{}
}

package x

type Runner interface {
	Start()
}

type Server struct{}

func (s Server) Start() {}

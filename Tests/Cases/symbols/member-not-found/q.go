package q

type Queue struct{}

func (q *Queue) Put() {}

func (q *Queue) Pop() {}

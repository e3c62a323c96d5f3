package x

func f() {
	g()
}

f() {
	a
		b
}

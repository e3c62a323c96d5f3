import x

// ANCHOR: main
func main() {
	a()
	// ANCHOR: mid
	b()
	// ANCHOR_END: mid
	c()
}
// ANCHOR_END: main

func other() {}

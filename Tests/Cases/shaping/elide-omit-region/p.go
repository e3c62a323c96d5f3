// ANCHOR: a
f() {
	// ANCHOR: b
	x()
	// ANCHOR_END: b
}
// ANCHOR_END: a

package x

// ANCHOR: a
func g() { a }
// ANCHOR_END: a
// ANCHOR: b
func f() { b }
// ANCHOR_END: b

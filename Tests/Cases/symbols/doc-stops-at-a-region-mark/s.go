package x

// ANCHOR: a
// f does.
func f() {}
// ANCHOR_END: a

x
// ANCHOR: a
a1

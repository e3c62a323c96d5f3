x
// ANCHOR: a
a1
// ANCHOR: b
ab
// ANCHOR_END: a
b1
// ANCHOR_END: b
y

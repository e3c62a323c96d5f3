x
// ANCHOR: a
a1
// ANCHOR: b
b1
// ANCHOR_END: b
a2
// ANCHOR_END: a
y
// ANCHOR: a
a3
// ANCHOR_END: a
z

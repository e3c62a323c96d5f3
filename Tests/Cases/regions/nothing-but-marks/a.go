// ANCHOR: a
x
// ANCHOR_END: a

// ANCHOR: a
1
// ANCHOR_END: a
2
// ANCHOR: b
3
// ANCHOR_END: b

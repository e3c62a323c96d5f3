// ANCHOR: a
1
// ANCHOR_END: lost
2
// ANCHOR_END: a
// ANCHOR: b
3
// ANCHOR_END: b

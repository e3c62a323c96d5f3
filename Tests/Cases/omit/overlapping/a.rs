// ANCHOR: a
1
// ANCHOR: secret
key
// ANCHOR_END: a
key2
// ANCHOR_END: secret

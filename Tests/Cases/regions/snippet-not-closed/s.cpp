x
// snippet.a
a1

// snippet.a
a1
// snippet.hide
secret1
// snippet.show
a2
// snippet.hide
secret2
// snippet.show
a3
// snippet.end
// snippet.b
b1
// snippet.end

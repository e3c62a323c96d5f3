x
// snippet.a
a1
// snippet.b
b1
// snippet.end
a2
// snippet.end
y
// snippet.a
a3
// snippet.end
z

x
// begin-snippet: a
a1
// begin-snippet: b
b1
// end-snippet
a2
// end-snippet
y
// begin-snippet: a
a3
// end-snippet
z

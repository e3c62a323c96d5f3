x
// begin-snippet: a
a1
// begin-snippet: b
ab
// end-snippet a
b1
// end-snippet b
y

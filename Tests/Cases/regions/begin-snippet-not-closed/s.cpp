x
// begin-snippet: a
a1

// begin-snippet: start
var a = 1

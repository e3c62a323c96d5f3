package a

// begin-snippet: start
	var a = 1
// end-snippet

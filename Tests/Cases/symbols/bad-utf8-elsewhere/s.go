package x

// café
var x = 1

func f() {}

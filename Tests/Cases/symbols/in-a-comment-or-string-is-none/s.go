package x

// func Ghost() {}
var s = `
func Ghost() {}
`

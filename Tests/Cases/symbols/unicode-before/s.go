package x

var größe = "日本語 🙂"

func f() {}

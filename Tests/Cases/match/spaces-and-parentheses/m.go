package x

func main() {
	f()
}

var x

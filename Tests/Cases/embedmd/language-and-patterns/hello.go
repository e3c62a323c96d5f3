// Package main greets.
package main

import (
	"fmt"
)

// main greets.
func main() {
	fmt.Println("hello, world")
}

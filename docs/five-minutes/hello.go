package main

import "fmt"

// #region greet
func greet(name string) string {
	return fmt.Sprintf("hello, %s", name)
}

// #endregion

func main() { fmt.Println(greet("world")) }

// Command include is the simplest filter that puts files in place of directives, as one might write it in a few
// minutes: by lines, with a write for each, and without any check of what comes out.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

func main() {
	if err := weave(os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func weave(in *os.File) error {
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		line := lines.Text()
		if strings.HasPrefix(line, "<!-- include(") && strings.HasSuffix(line, ") -->") {
			path := line[len("<!-- include(") : len(line)-len(") -->")]
			if err := print(path); err != nil {
				return err
			}
			continue
		}
		fmt.Println(line)
	}
	return lines.Err()
}

func print(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		fmt.Println(lines.Text())
	}
	return lines.Err()
}

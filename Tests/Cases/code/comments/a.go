// Package a is small.
package a

// F does it.
// Really.
func F() string { // here
	// inside
	return "// no /* comment */" /* gone */
}

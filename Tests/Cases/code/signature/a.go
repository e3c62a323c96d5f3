package a

// F does it.
func F(a map[string]struct{}, b interface{}) (
	int, error,
) {
	return 1, nil
}

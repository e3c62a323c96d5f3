package a

// f does.
func f() {
	g()
	// #region secret
	key()
	// #endregion
	h()
}

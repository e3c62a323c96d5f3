package a

func f() {
	// #region body
	g()
	// #endregion
}

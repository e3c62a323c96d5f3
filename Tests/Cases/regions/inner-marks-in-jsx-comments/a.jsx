// #region out
foo
  {/* #region in */}
x
  // #endregion
bar
// #endregion

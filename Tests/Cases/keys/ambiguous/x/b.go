package b
// #region start
var b = 1
// #endregion

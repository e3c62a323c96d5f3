package b
// #region a
var b = 2
// #endregion

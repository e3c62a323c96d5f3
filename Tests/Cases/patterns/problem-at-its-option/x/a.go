// #region a
var a = 1
// #endregion

// #region b
var b = 1
// #endregion

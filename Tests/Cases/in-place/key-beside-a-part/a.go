// #region start
var a = 1
// #endregion

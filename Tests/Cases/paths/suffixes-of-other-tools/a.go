package a

// #region setup
var a = 1
// #endregion

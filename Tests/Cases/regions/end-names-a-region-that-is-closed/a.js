// #region s
1
// #region in
2
// #endregion
3
// #endregion in

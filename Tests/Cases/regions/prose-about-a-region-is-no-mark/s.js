// #region a
1
// region of memory that is shared
2
// #endregion
3

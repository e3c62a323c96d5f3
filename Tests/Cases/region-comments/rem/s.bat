x
  REM #region a
  a
  REM #endregion
y

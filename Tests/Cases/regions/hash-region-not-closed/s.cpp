x
// #region a
a1

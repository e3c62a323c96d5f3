x
// region a
a1
// region b
b1
// endregion
a2
// endregion
y
// region a
a3
// endregion
z

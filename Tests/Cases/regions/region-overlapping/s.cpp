x
// region a
a1
// region b
ab
// endregion a
b1
// endregion b
y

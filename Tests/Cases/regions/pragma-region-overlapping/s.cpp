x
#pragma region a
a1
#pragma region b
ab
#pragma endregion a
b1
#pragma endregion b
y

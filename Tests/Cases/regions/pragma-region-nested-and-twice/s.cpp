x
#pragma region a
a1
#pragma region b
b1
#pragma endregion
a2
#pragma endregion
y
#pragma region a
a3
#pragma endregion
z

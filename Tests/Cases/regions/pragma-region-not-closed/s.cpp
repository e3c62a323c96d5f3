x
#pragma region a
a1

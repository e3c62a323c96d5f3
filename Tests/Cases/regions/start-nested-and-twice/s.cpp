x
// [START a]
a1
// [START b]
b1
// [END b]
a2
// [END a]
y
// [START a]
a3
// [END a]
z

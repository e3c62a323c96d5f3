x
// [START a]
a1
// [START b]
ab
// [END a]
b1
// [END b]
y

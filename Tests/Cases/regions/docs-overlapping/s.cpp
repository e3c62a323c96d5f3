x
// docs:start:a
a1
// docs:start:b
ab
// docs:end:a
b1
// docs:end:b
y

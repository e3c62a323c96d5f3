x
// docs:start:a
a1
// docs:start:b
b1
// docs:end:b
a2
// docs:end:a
y
// docs:start:a
a3
// docs:end:a
z

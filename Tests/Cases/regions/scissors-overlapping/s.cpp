x
// --8<-- [start:a]
a1
// --8<-- [start:b]
ab
// --8<-- [end:a]
b1
// --8<-- [end:b]
y

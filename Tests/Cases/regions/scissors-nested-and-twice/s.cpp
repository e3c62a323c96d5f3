x
// --8<-- [start:a]
a1
// --8<-- [start:b]
b1
// --8<-- [end:b]
a2
// --8<-- [end:a]
y
// --8<-- [start:a]
a3
// --8<-- [end:a]
z

x
// --8<-- [start:a]
a1

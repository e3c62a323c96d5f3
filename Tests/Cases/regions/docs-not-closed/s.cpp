x
// docs:start:a
a1

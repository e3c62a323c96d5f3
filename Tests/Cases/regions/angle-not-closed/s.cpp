x
// <a>
a1

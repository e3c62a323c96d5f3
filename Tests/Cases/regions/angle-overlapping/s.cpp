x
// <a>
a1
// <b>
ab
// </a>
b1
// </b>
y

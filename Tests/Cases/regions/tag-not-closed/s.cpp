x
// tag::a[]
a1

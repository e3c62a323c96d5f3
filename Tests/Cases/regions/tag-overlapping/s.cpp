x
// tag::a[]
a1
// tag::b[]
ab
// end::a[]
b1
// end::b[]
y

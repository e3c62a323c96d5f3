x
// tag::a[]
a1
// tag::b[]
b1
// end::b[]
a2
// end::a[]
y
// tag::a[]
a3
// end::a[]
z

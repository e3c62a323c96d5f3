# tag::s[] tag::t[]
1
# end::s[]
2
# end::t[] tag::s[]
3
# end::s[]

a
b
b
c

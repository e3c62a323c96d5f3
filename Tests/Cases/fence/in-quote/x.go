x

y

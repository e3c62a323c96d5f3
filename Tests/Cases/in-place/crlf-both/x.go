x

y

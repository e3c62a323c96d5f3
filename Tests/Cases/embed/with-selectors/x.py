a
  b
  c

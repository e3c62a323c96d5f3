x
  # snippet.a
  a
  # snippet.end
y

x
  # docs:start:a
  a
  # docs:end:a
y

x
  # <a>
  a
  # </a>
y

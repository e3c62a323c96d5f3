x
  # [START a]
  a
  # [END a]
y

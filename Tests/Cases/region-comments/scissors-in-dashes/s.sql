x
  -- --8<-- [start:a]
  a
  -- --8<-- [end:a]
y

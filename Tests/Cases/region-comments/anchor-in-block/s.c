x
  /* ANCHOR: a */
  a
  /* ANCHOR_END: a */
y

# ANCHOR: a
x
# ANCHOR_END: a
y

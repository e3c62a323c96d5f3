# ANCHOR: a
x
# ANCHOR_END: a
# ANCHOR: a
y

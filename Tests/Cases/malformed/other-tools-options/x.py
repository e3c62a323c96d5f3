# ANCHOR: a
a
b
# ANCHOR_END: a
c

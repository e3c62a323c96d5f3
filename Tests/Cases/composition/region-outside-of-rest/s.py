x
# ANCHOR: a
x
# ANCHOR_END: a

# ANCHOR: outer
a
# ANCHOR: inner
b
# ANCHOR_END: inner
c
# ANCHOR_END: outer

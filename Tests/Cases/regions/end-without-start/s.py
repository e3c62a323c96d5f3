x
# ANCHOR_END: a

# ANCHOR: a
a
# region r
b
# endregion

# ANCHOR_END: a
c

# ANCHOR: größe
x
# ANCHOR_END: größe

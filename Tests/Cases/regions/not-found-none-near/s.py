# ANCHOR: handler
x
# ANCHOR_END: handler

# ANCHOR: a
x = "# ANCHOR_END: a"
y
# ANCHOR_END: a
z

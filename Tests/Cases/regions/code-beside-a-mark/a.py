# ANCHOR: out
x = 1  # ANCHOR: in
y = 2
z = 3  # ANCHOR_END: in
# ANCHOR_END: out
w = 4

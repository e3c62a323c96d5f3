x = 1  # ANCHOR: a
y = """
# ANCHOR: in
"""
z = "# ANCHOR_END: a"

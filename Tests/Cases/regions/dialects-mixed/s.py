# ANCHOR: a
1
# region b
2
# ANCHOR_END: a
3
# endregion

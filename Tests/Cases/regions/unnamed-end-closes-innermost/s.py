# region a
1
# region b
2
# endregion
3
# endregion

1
# region a
2
# region b
3
# endregion
# endregion
4

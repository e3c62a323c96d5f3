1
# region a
2
# endregion
3
# region b
4
# endregion
5

# region a
1
# region a
2
# endregion a
3
# endregion a
4

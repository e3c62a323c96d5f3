1
# region secret
2
# endregion
3
# region: secret
4

# region api
# region: us-east-1
a = 1
# endregion

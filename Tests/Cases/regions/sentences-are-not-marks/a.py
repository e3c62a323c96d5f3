# region api
a = 1
# region of interest is computed below
# region: us-east-1
# endregion handling happens in the caller
b = 2
# endregion
# region Public API
c = 3
# endregion

# region a
x = "# endregion"
z = """
# endregion
"""
y
# endregion
z

def f():
    # region a
    if x:
        y()

    # endregion

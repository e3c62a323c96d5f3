import x

# why
@trace
def f():
    """Tells."""
    pass

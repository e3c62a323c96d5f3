class A:
    def f(self, x: int = 1) -> str:
        return str(x)

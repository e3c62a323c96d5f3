"""Module doc: def phantom(): only in a string."""
from __future__ import annotations
import functools

MAX_ITEMS = 10
TIMEOUT: float = 2.5
LOW, HIGH = 0, 9
TABLE = {
    "a": 1,
    "}": 2,
}
type Alias = dict[str, int]

try:
    import json as codec
    HAVE_JSON = True
except ImportError:
    HAVE_JSON = False


def trace(fn):
    @functools.wraps(fn)
    def wrapper(*args, **kwargs):
        local = 1
        return fn(*args, **kwargs)
    return wrapper


@trace
@functools.lru_cache(
    maxsize=None,
)
def compute(
    a: int,
    b: str = "def ghost(): {",
) -> int:
    text = """
def phantom():
    pass
"""
    return a


@functools.total_ordering
class Server:
    """class Ghost: pass"""

    limit = 3
    names: list[str] = []

    def __init__(self, name):
        self.name = name

    @property
    def size(self):
        return 1

    @size.setter
    def size(self, value):
        self._size = value

    async def start(self): return "one line"

    class Options:
        def start(self):
            return {}


class Client(Server):
    def start(self):
        # def phantom(): in a comment
        return None


double = lambda x: x * 2

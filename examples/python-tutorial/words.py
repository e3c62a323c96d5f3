#!/usr/bin/env python3
"""Counts the words of its standard input."""

import collections
import re
import sys


# region count
def count(text):
    words = re.findall(r"[a-z']+", text.lower())
    return collections.Counter(words)
# endregion


# region main
if __name__ == "__main__":
    for word, times in sorted(count(sys.stdin.read()).items()):
        print(f"{times:3} {word}")
# endregion

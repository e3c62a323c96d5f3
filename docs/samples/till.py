#!/usr/bin/env python3
# Copyright 2026 the docbuild authors. Apache-2.0.

"""A till, for the manual's examples."""

PRICES = {"apple": 30, "pear": 45}


# region total
# Adds up a basket, in cents.
def total(basket):
    # region check
    for item in basket:
        if item not in PRICES:
            raise KeyError(item)
    # endregion
    return sum(PRICES[item] for item in basket)
# endregion


if __name__ == "__main__":
    print(total(["apple", "pear"]))

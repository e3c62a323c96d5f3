PRICES = {"apple": 20}


# --8<-- [start:total]
def total(basket):
    return sum(PRICES[name] for name in basket)
# --8<-- [end:total]

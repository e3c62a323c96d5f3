# tag::prices[]
PRICES = { apple: 20, pear: 30 }
# end::prices[]

# tag::total[]
def total(basket)
  basket.sum { |name| PRICES[name] }
end
# end::total[]

# @begin setup
a = 1
# @begin inner
b = 2
# @end inner
# @end setup
c = 3
# <<<part p q>>>
d = 4
# <<</part>>>

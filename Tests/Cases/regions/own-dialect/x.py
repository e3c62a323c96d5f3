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
# @begin two words
e = 5
# @end two words
/* @begin one */
f = 6
/* @end one */
# @begin odd (words behind)
g = 7
# @end odd

# [START a-b.c:d]
x
# [END a-b.c:d]

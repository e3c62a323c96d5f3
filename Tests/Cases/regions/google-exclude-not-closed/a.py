# [START s]
a
# [START_EXCLUDE]
hidden
# [END s]
more

# [START s]
a
# [START_EXCLUDE silent]
hidden
# [END_EXCLUDE]
c
# [END s]

# [START out]
a
# [START_EXCLUDE]
# [START in]
b
# [END in]
# [END_EXCLUDE]
c
# [END out]

# [START s]

import a

# [END s]
x
# [START s]

b

# [END s]

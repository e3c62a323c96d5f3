#!/bin/sh
# Roll back to what was current before.
set -eu

# #region step
ln -sfn "$(readlink previous)" current
# #endregion

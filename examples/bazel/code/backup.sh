#!/bin/sh
# Back up what the first argument names.
set -eu

# #region step
tar -czf "$1.tar.gz" "$1"
# #endregion

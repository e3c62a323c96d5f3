#!/bin/sh
# Restore what the first argument names.
set -eu

# #region step
tar -xzf "$1.tar.gz"
# #endregion

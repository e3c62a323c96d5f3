#!/bin/sh
# Deploy what the first argument names.
set -eu

# #region step
ln -sfn "releases/$1" current
# #endregion

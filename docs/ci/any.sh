#!/bin/sh
# A check that looks at nothing must not pass.
set -eu
documents=$(docbuild deps --format json | grep -c '"output"')
[ "$documents" -gt 0 ]
docbuild check --format line

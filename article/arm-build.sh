#!/usr/bin/env bash
# Builds the companion web server for the Raspberry Pi 2, on any machine that has Go.
set -euo pipefail

usage() {
  cat <<'END'
Usage: arm-build.sh [--help]

Cross-compiles the web server beside this script for Linux on 32-bit ARM, into
the file 'server' in the same folder. Needs Go 1.19 or later, and nothing else.

Environment:
  GOARM   the ARM version to build for: 7 (default, Raspberry Pi 2 and later),
          6 for a Raspberry Pi 1 or Zero
END
}

case "${1-}" in
  '') ;;
  -h | --help)
    usage
    exit
    ;;
  *)
    printf "arm-build.sh: unexpected argument '%s'\n" "$1" >&2
    usage >&2
    exit 64
    ;;
esac

if ! command -v go >/dev/null; then
  printf "arm-build.sh: Go is not installed, or not on the PATH; see https://go.dev/dl/\n" >&2
  exit 1
fi

cd "$(dirname "${BASH_SOURCE[0]}")"

# Without cgo the program is one static file: no C compiler here, no library there.
export CGO_ENABLED=0 GOOS=linux GOARCH=arm GOARM="${GOARM:-7}"
go build -trimpath -buildvcs=false -o server .

printf 'built server for %s/%s, ARMv%s\n' "$GOOS" "$GOARCH" "$GOARM"

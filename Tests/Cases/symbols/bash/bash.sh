#!/usr/bin/env bash
# phantom() { this is only a comment; }
set -euo pipefail

readonly VERSION="1.2.3"
NAME=worker
declare -a ITEMS=(
  one
  two
)
export PATH_EXTRA=/opt/bin CACHE_DIR=/tmp

log() {
  local level=$1
  printf '%s }\n' "$level {"
}

function deploy {
  cat <<EOT
phantom() {
  echo "not real }"
}
EOT
  log info
}

function build-all() {
  inner() {
    echo "nested ${NAME}"
  }
  inner
}

usage() {
  cat <<'TXT' >&2
usage() is described here
  function ghost {
TXT
}

subshell() (
  cd /tmp && ls
)

one_line() { echo "a; b }"; }

with_redirect() {
  echo x
} >&2

if [[ "${1:-}" == "x" ]]; then
  conditional() {
    echo "phantom() {"
  }
fi

case "${1:-}" in
  log) log info ;;
  *) usage ;;
esac

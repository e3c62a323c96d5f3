#!/usr/bin/env bash
# Removes the Docker containers that have ended, or never ran.
set -euo pipefail

usage() {
  cat <<'USAGE'
Usage: docker-cleanup.sh [--dry-run]

Removes every container that has ended, or was created and could not start, with the
data inside it and the unnamed volumes that nothing else uses. Containers that run are
left alone, and so are images.

  --dry-run   only say which containers would be removed
  --help      print this text
USAGE
}

fail() {
  printf 'docker-cleanup.sh: %s\n' "$1" >&2
  exit "${2:-1}"
}

dry=
case "${1-}" in
  '') ;;
  -h | --help)
    usage
    exit
    ;;
  --dry-run) dry=yes ;;
  *) fail "unexpected argument '$1'; see --help" 64 ;;
esac
(($# < 2)) || fail "unexpected argument '$2'; see --help" 64

command -v docker >/dev/null || fail "'docker' is missing; install Docker first"
ended=$(docker ps --all --quiet --no-trunc \
  --filter status=exited --filter status=created --filter status=dead) ||
  fail "Docker does not answer"
if [[ -z "$ended" ]]; then
  echo 'no container has ended'
  exit
fi

# region remove
failed=
for id in $ended; do
  name=$(docker inspect --format '{{.Name}}' "$id") || continue # somebody else removed it
  name=${name#/}
  if [[ -n "$dry" ]]; then
    echo "would remove '$name'"
  elif docker rm --volumes "$id" >/dev/null; then
    echo "removed '$name'"
  else
    failed+=${failed:+, }\'$name\'
  fi
done
# endregion remove
[[ -z "$failed" ]] || fail "could not remove: $failed"

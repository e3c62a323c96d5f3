#!/usr/bin/env bash
# Runs a single etcd that the whole network can reach.
set -euo pipefail

usage() {
  cat <<'END'
Usage: run-single.sh [--name NAME] [--data-dir FOLDER]

Runs etcd on this node alone, open to the network, until it is stopped with Ctrl-C.
Takes the program beside this script, or else the one on the PATH.

  --name NAME         the name by which others reach this node (default: its host name)
  --data-dir FOLDER   where etcd keeps its data (default: single.etcd)
  --help              print this text

Whoever reaches the ports 2379 and 4001 can read and change everything.
END
}

fail() {
  printf 'run-single.sh: %s\n' "$1" >&2
  exit "${2:-1}"
}

name=
data=single.etcd

while (($# > 0)); do
  case "$1" in
    --?*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;; # --option=value is --option value
    -h | --help)
      usage
      exit
      ;;
    --name | --data-dir)
      [[ -n "${2-}" ]] || fail "'$1' needs a value; see --help" 64
      if [[ "$1" == --name ]]; then name=$2; else data=$2; fi
      shift 2
      ;;
    *) fail "unexpected argument '$1'; see --help" 64 ;;
  esac
done
name=${name:-$(hostname)}

etcd=$(dirname "${BASH_SOURCE[0]}")/etcd
[[ -x "$etcd" && ! -d "$etcd" ]] || etcd=$(command -v etcd) ||
  fail "no program 'etcd' beside this script, and none on the PATH"

# region arm
# On 32-bit ARM, etcd starts only when this variable says that it is meant to.
case "$(uname -m) $(getconf LONG_BIT)" in
  arm* | 'aarch64 32') export ETCD_UNSUPPORTED_ARCH=arm ;;
esac
# endregion arm

# region run
exec "$etcd" --name "$name" --data-dir "$data" \
  --listen-client-urls http://0.0.0.0:2379,http://0.0.0.0:4001 \
  --advertise-client-urls "http://$name:2379,http://$name:4001"
# endregion run

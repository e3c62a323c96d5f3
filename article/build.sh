#!/usr/bin/env bash
# Builds etcd and etcdctl from the source of a released version.
set -euo pipefail

# What --help says, too.
version=v3.6.16
directory=etcd
source=https://github.com/etcd-io/etcd.git

usage() {
  cat <<END
Usage: build.sh [--version VERSION] [--directory FOLDER] [--arm] [--source REPOSITORY]

Fetches the source of etcd into a new folder, and builds the programs etcd and
etcdctl there, in its folder 'bin'; of a version that has it, etcdutl as well. Needs
git, and a Go as new as the version asks for in its file go.mod.

  --version VERSION     the released version to build (default: $version)
  --directory FOLDER    where to put it; must not exist yet (default: $directory)
  --arm                 build for Linux on 32-bit ARM, not for this machine
  --source REPOSITORY   the git repository, an address or a folder
                        (default: $source)
  --help                print this text

Environment:
  GOARM   the ARM version for --arm: 7 (default, Raspberry Pi 2 and later),
          6 for a Raspberry Pi 1 or Zero
END
}

fail() {
  printf 'build.sh: %s\n' "$1" >&2
  exit "${2:-1}"
}

arm=
while (($# > 0)); do
  case "$1" in
    --?*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;; # --option=value is --option value
    -h | --help)
      usage
      exit
      ;;
    --arm)
      arm=yes
      shift
      ;;
    --version | --directory | --source)
      [[ -n "${2-}" ]] || fail "'$1' needs a value; see --help" 64
      case "$1" in
        --version) version=v${2#v} ;;
        --directory) directory=$2 ;;
        --source) source=$2 ;;
      esac
      shift 2
      ;;
    *) fail "unexpected argument '$1'; see --help" 64 ;;
  esac
done

for tool in git go; do
  command -v "$tool" >/dev/null || fail "'$tool' is not installed, or not on the PATH"
done
[[ ! -e "$directory" && ! -L "$directory" ]] ||
  fail "'$directory' exists already; remove it, or name another folder with --directory"

# From a folder, git would only warn that it need not cut the history short.
depth=(--depth 1)
[[ ! -d "$source" ]] || depth=()
git -c advice.detachedHead=false clone --quiet "${depth[@]}" --branch "$version" -- \
  "$source" "$directory" ||
  fail "version $version can't be fetched from $source"
cd -- "$directory"
root=$PWD

# Half a build would only be in the way of the next one.
trap 'rm -rf -- "$root"' EXIT
trap 'exit 1' HUP INT TERM

# Since 3.5 each of the programs is a Go module of its own.
server=.
[[ ! -e server/go.mod ]] || server=server

# A Go since 1.21 fetches a newer one by itself, unless that is turned off.
wanted=$(sed -n 's/^go \([0-9.]*\).*/\1/p' "$server/go.mod")
found=$(go env GOVERSION)
found=${found#go}
found=${found%% *}
is_older() { [[ "$1" != "$2" && "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" == "$1" ]]; }
if [[ -n "$wanted" && "$found" == [0-9]* ]] && is_older "$found" "$wanted" &&
  { is_older "$found" 1.21 || [[ "$(go env GOTOOLCHAIN)" == local ]]; }; then
  fail "etcd $version needs Go $wanted or later, this is Go $found; see https://go.dev/dl/"
fi

# Without cgo the programs need no C compiler here, and no library there.
export CGO_ENABLED=0
if [[ -n "$arm" ]]; then
  export GOOS=linux GOARCH=arm GOARM="${GOARM:-7}"
fi

# What 'etcd --version' says about its source; the package had another name before 3.5.
commit=$(git rev-parse --short HEAD)
flags=(-trimpath -buildvcs=false
  "-ldflags=-X=go.etcd.io/etcd/api/v3/version.GitSHA=$commit -X=go.etcd.io/etcd/version.GitSHA=$commit")

(cd "$server" && go build "${flags[@]}" -o "$root/bin/etcd" .)
built=etcd
for client in etcdctl etcdutl; do
  [[ -d "$client" ]] || continue
  built+=" $client"
  if [[ -e "$client/go.mod" ]]; then
    (cd "$client" && go build "${flags[@]}" -o "$root/bin/$client" .)
  else
    go build "${flags[@]}" -o "bin/$client" "./$client"
  fi
done

trap - EXIT
printf 'built %s %s for %s/%s in %s\n' \
  "$built" "$version" "$(go env GOOS)" "$(go env GOARCH)" "$directory/bin"

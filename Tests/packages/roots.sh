# Sourced by what installs packages on bare roots of other systems: makes the roots, and runs sessions in them.
# shellcheck shell=bash

packages=.build/packages roots=.build/roots

# Checks what is there, and makes the folder of roots and `work`, which goes away at the end.
need_roots() {
  local kind
  [ "$(id -u)" = 0 ] || fail "roots of other systems are made by root"
  need_packages debootstrap util-linux python3-venv curl ca-certificates
  mkdir -p "$roots"
  roots=$(realpath "$roots")
  packages=$(realpath "$packages")
  for kind in .deb .tar.gz .whl .oci.tar; do
    [ "$(find "$packages" -maxdepth 1 -name "*$kind" | wc -l)" = 1 ] ||
      fail "$packages has not one *$kind: call scripts/package"
  done
  work=$(mktemp -d)
  trap 'rm -rf --one-file-system "$work"' EXIT
}

# What a session needs that has no network: the packages, what the wheel's extra brings along, and what pipx renews first.
need_wheels() {
  wheels=$roots/wheels
  if [ ! -d "$wheels" ]; then
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" download -q --disable-pip-version-check --only-binary=:all: -d "$wheels.new" \
      ast-grep-cli==0.51.1 pip setuptools wheel packaging || fail "pip could not download ast-grep-cli"
    mv "$wheels.new" "$wheels"
  fi
}

# A bare root of a system, made once: `need_root SYSTEM`.
need_root() {
  local system=$1 mirror=http://deb.debian.org/debian script=
  local options=("--include=pipx,git,ca-certificates")
  [ ! -d "$roots/$system" ] || return 0
  case "$system" in
    # Debian has no keys of Ubuntu: the mirror is known by its certificate.
    noble)
      mirror=https://archive.ubuntu.com/ubuntu script=jammy
      options+=(--no-check-gpg "--components=main,universe")
      ;;
  esac
  say "making a root of $system in $roots"
  rm -rf --one-file-system "$roots/$system.new"
  debootstrap --variant=minbase "${options[@]}" "$system" "$roots/$system.new" "$mirror" ${script:+"$script"} \
    >"$roots/$system.log" 2>&1 || fail "debootstrap failed: see $roots/$system.log"
  mv "$roots/$system.new" "$roots/$system"
}

# Runs a shell script from standard input in the root FOLDER, without a network, in a mount namespace of its own that has that
# root as its only file system, so that a sandbox can be made in it: `in_root FOLDER`.
in_root() {
  local root=$1
  cat >"$root/session"
  # shellcheck disable=SC2016
  unshare --mount --pid --net --fork --kill-child sh -euc '
    root=$1
    mount --bind "$root" "$root"
    mkdir -p "$root/proc" "$root/dev" "$root/packages" "$root/wheels" "$root/old" "$root/manual"
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount --bind "$2" "$root/packages"
    mount --bind "$3" "$root/wheels"
    mount --bind docs/five-minutes "$root/manual"
    cd "$root"
    pivot_root . old
    exec chroot . /bin/sh -c "umount -l /old && exec env -i PATH=/root/.local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 /bin/sh -eu /session"
  ' - "$root" "$packages" "$wheels"
}

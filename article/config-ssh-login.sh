#!/usr/bin/env bash
# Lets you log in to the nodes with a key in place of a password.
set -euo pipefail

usage() {
  cat <<'END'
Usage: config-ssh-login.sh [--user NAME] [--key FILE] [NODE...]

Makes an SSH key if there is none yet, gives it to the SSH agent if one runs, and
copies its public half to every NODE. Run it again whenever you like: what is
done already is left as it is.

  --user NAME   log in as NAME (default: ubuntu)
  --key FILE    use this private key (default: ~/.ssh/id_ed25519)
  --help        print this text
  NODE...       hosts to set up (default: node-1 node-2 node-3 node-4)
END
}

fail() {
  printf 'config-ssh-login.sh: %s\n' "$1" >&2
  exit "${2:-1}"
}

# The tools below ask for it as well; without it, the home folder is what the system says.
export HOME=${HOME:-$(getent passwd "$(id -u)" | cut -d : -f 6)}

user=ubuntu
key=$HOME/.ssh/id_ed25519
nodes=()

while (($# > 0)); do
  case "$1" in
    --?*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;; # --option=value is --option value
    -h | --help)
      usage
      exit
      ;;
    --user | --key)
      [[ -n "${2-}" ]] || fail "'$1' needs a value; see --help" 64
      if [[ "$1" == --user ]]; then user=$2; else key=$2; fi
      shift 2
      ;;
    --)
      shift
      nodes+=("$@")
      break
      ;;
    -*) fail "unknown option '$1'; see --help" 64 ;;
    *)
      nodes+=("$1")
      shift
      ;;
  esac
done
((${#nodes[@]} > 0)) || nodes=(node-1 node-2 node-3 node-4)

for tool in ssh ssh-keygen ssh-add ssh-copy-id; do
  command -v "$tool" >/dev/null || fail "'$tool' is missing; it is part of OpenSSH's client"
done

if [[ ! -e "$key" ]]; then
  (umask 077 && mkdir -p "$(dirname "$key")")
  ssh-keygen -t ed25519 -f "$key" # asks for a passphrase
elif [[ ! -s "$key.pub" ]]; then
  # Nothing is written before the passphrase was right.
  public=$(ssh-keygen -y -f "$key") ||
    fail "'$key' could not be read: the passphrase was wrong, or it is not a private key"
  printf '%s\n' "$public" >"$key.pub"
fi

fingerprint=$(ssh-keygen -l -f "$key.pub") || fail "'$key.pub' is not a public key"
fingerprint=$(cut -d ' ' -f 2 <<<"$fingerprint")
status=0
held=$(ssh-add -l 2>/dev/null) || status=$?
if ((status == 2)); then
  echo 'No SSH agent runs here: ssh will ask for the passphrase, if the key has one.'
elif [[ "$held" != *"$fingerprint"* ]]; then
  ssh-add "$key" ||
    echo 'The SSH agent did not get the key: ssh will ask for the passphrase each time.'
fi

# region copy
failed=()
for node in "${nodes[@]}"; do
  echo "== $user@$node"
  if ssh -n -i "$key" -o BatchMode=yes -o IdentitiesOnly=yes -o ConnectTimeout=5 \
    "$user@$node" true 2>/dev/null; then
    echo 'has the key already'
  elif ! ssh-copy-id -i "$key.pub" "$user@$node"; then
    failed+=("$node")
  fi
done
# endregion copy

((${#failed[@]} == 0)) || fail "no key could be copied to: ${failed[*]}"

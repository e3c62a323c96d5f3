#!/usr/bin/env bash
# Runs this node's member of the etcd cluster.
set -euo pipefail

usage() {
  cat <<'END'
Usage: run-cluster.sh [--nodes "NAME..."] [--name NAME] [--token TOKEN]
                      [--data-dir FOLDER] [--rejoin]

Runs this node's member of the cluster, until it is stopped with Ctrl-C. Run it on
every node, with the same nodes and the same token. Takes the program beside this
script, or else the one on the PATH.

  --nodes "NAME..."   all nodes of the cluster
                      (default: "node-1 node-2 node-3 node-4")
  --name NAME         which of them this is (default: its host name)
  --token TOKEN       tells this cluster from others on the network
                      (default: etcd-cluster)
  --data-dir FOLDER   where etcd keeps its data (default: cluster.etcd)
  --rejoin            this node has lost its data folder, and another node has
                      removed it from the cluster and added it again
  --help              print this text

Nodes, token and --rejoin only count while there is no data folder yet. With one, etcd
goes on with the cluster that it finds there.

Whoever reaches the port 2379 can read and change everything; whoever reaches 2380
can disturb the cluster.
END
}

fail() {
  printf 'run-cluster.sh: %s\n' "$1" >&2
  exit "${2:-1}"
}

nodes='node-1 node-2 node-3 node-4'
name=
token='etcd-cluster'
data=cluster.etcd
state=new

while (($# > 0)); do
  case "$1" in
    --?*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;; # --option=value is --option value
    -h | --help)
      usage
      exit
      ;;
    --rejoin)
      state=existing
      shift
      ;;
    --nodes | --name | --token | --data-dir)
      [[ -n "${2-}" ]] || fail "'$1' needs a value; see --help" 64
      case "$1" in
        --nodes) nodes=$2 ;;
        --name) name=$2 ;;
        --token) token=$2 ;;
        --data-dir) data=$2 ;;
      esac
      shift 2
      ;;
    *) fail "unexpected argument '$1'; see --help" 64 ;;
  esac
done
name=${name:-$(hostname)}

# region cluster
# "node-1 node-2" becomes node-1=http://node-1:2380,node-2=http://node-2:2380
cluster=
member=
for node in $nodes; do
  cluster+=${cluster:+,}$node=http://$node:2380
  [[ "$node" != "$name" ]] || member=yes
done
# endregion cluster
[[ -n "$member" ]] || fail "this node, '$name', is not one of: $nodes" 64

etcd=$(dirname "${BASH_SOURCE[0]}")/etcd
[[ -x "$etcd" && ! -d "$etcd" ]] || etcd=$(command -v etcd) ||
  fail "no program 'etcd' beside this script, and none on the PATH"

# On 32-bit ARM, etcd starts only when this variable says that it is meant to.
case "$(uname -m) $(getconf LONG_BIT)" in
  arm* | 'aarch64 32') export ETCD_UNSUPPORTED_ARCH=arm ;;
esac

# region run
exec "$etcd" --name "$name" --data-dir "$data" \
  --listen-client-urls http://0.0.0.0:2379 \
  --advertise-client-urls "http://$name:2379" \
  --listen-peer-urls http://0.0.0.0:2380 \
  --initial-advertise-peer-urls "http://$name:2380" \
  --initial-cluster "$cluster" \
  --initial-cluster-token "$token" \
  --initial-cluster-state "$state"
# endregion run

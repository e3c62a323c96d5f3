#!/usr/bin/env bash
# Starts one node of the etcd cluster in a Docker container, on the board that it is called on.
set -euo pipefail

usage() {
  cat <<'USAGE'
Usage: run-cluster-docker.sh [--image NAME] [--container NAME] [--token WORD]
                             [--node NAME] [NODE...]

Starts etcd in a container, in the background, as one node of a new cluster. Run it
once on each node, with the same nodes and the same token. The container shares the
board's network, so the ports 2379 (clients) and 2380 (the other nodes) have to be
free; the node's data are kept inside the container.

  --image NAME       the image to start (default: pi-etcd)
  --container NAME   what to call the container (default: etcd)
  --token WORD       the cluster's name, which keeps clusters apart (default: pi-cluster)
  --node NAME        which of the nodes this board is (default: its host name)
  --help             print this text
  NODE...            the host names of all nodes (default: node-1 node-2 node-3 node-4)
USAGE
}

fail() {
  printf 'run-cluster-docker.sh: %s\n' "$1" >&2
  exit "${2:-1}"
}

image=pi-etcd
container=etcd
token=pi-cluster
node=$(hostname)
nodes=()

while (($# > 0)); do
  case "$1" in
    -h | --help)
      usage
      exit
      ;;
    --image | --container | --token | --node)
      [[ -n "${2-}" ]] || fail "'$1' needs a value; see --help" 64
      case "$1" in
        --image) image=$2 ;;
        --container) container=$2 ;;
        --token) token=$2 ;;
        --node) node=$2 ;;
      esac
      shift 2
      ;;
    -*) fail "unknown option '$1'; see --help" 64 ;;
    *)
      nodes+=("$1")
      shift
      ;;
  esac
done
((${#nodes[@]} > 0)) || nodes=(node-1 node-2 node-3 node-4)

# region cluster
# The same list on each node: node-1=http://node-1:2380,node-2=http://node-2:2380,...
cluster=
for name in "${nodes[@]}"; do
  cluster+=${cluster:+,}$name=http://$name:2380
done
# endregion cluster

[[ " ${nodes[*]} " == *" $node "* ]] ||
  fail "this is '$node', expected one of the nodes: ${nodes[*]}; see --node in --help"
command -v docker >/dev/null || fail "'docker' is missing; install Docker first"
docker version >/dev/null || fail "Docker does not answer"
docker inspect "$image" >/dev/null 2>&1 || fail "there is no image '$image'; build it first"
if docker inspect "$container" >/dev/null 2>&1; then
  fail "there is a container '$container' already; 'docker start $container' starts it again \
if it has stopped, 'docker rm --force $container' removes it with its data"
fi

# region run
docker run --detach --name "$container" --net host "$image" \
  etcd --name "$node" \
  --listen-client-urls http://0.0.0.0:2379 \
  --advertise-client-urls "http://$node:2379" \
  --listen-peer-urls http://0.0.0.0:2380 \
  --initial-advertise-peer-urls "http://$node:2380" \
  --initial-cluster "$cluster" \
  --initial-cluster-token "$token" \
  --initial-cluster-state new >/dev/null
# endregion run

# What is wrong with its options, etcd finds in its first moments.
sleep 1
if [[ $(docker inspect --format '{{.State.Running}}' "$container") != true ]]; then
  docker logs "$container" 2>&1 | tail -n 3 >&2
  fail "etcd has ended at once; 'docker rm $container' removes its container"
fi

printf "%s of the cluster %s runs in the container '%s'\n" "$node" "$token" "$container"

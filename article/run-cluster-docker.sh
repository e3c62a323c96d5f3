#!/usr/bin/env bash
# Starts one node of the etcd cluster in a Docker container, on the board that it is called on.
set -euo pipefail

usage() {
  cat <<'USAGE'
Usage: run-cluster-docker.sh [--nodes "NAME..."] [--name NAME] [--token TOKEN]
                             [--image NAME] [--container NAME]

Starts etcd in a container, in the background, as one node of a new cluster. Run it
once on each node, with the same nodes and the same token. The container shares the
board's network, so the ports 2379 (clients) and 2380 (the other nodes) have to be
free; the node's data are kept inside the container.

  --nodes "NAME..."  all nodes of the cluster
                     (default: "node-1 node-2 node-3 node-4")
  --name NAME        which of them this is (default: its host name)
  --token TOKEN      tells this cluster from others on the network
                     (default: etcd-cluster)
  --image NAME       the image to start (default: pi-etcd)
  --container NAME   what to call the container (default: etcd)
  --help             print this text
USAGE
}

fail() {
  printf 'run-cluster-docker.sh: %s\n' "$1" >&2
  exit "${2:-1}"
}

image=pi-etcd
container=etcd
nodes='node-1 node-2 node-3 node-4'
name=
token=etcd-cluster

while (($# > 0)); do
  case "$1" in
    -h | --help)
      usage
      exit
      ;;
    --nodes | --name | --token | --image | --container)
      [[ -n "${2-}" ]] || fail "'$1' needs a value; see --help" 64
      case "$1" in
        --image) image=$2 ;;
        --container) container=$2 ;;
        --token) token=$2 ;;
        --nodes) nodes=$2 ;;
        --name) name=$2 ;;
      esac
      shift 2
      ;;
    *) fail "unexpected argument '$1'; see --help" 64 ;;
  esac
done
name=${name:-$(hostname)}

# region cluster
# The same list on each node: node-1=http://node-1:2380,node-2=http://node-2:2380,...
cluster=
member=
for node in $nodes; do
  cluster+=${cluster:+,}$node=http://$node:2380
  [[ "$node" != "$name" ]] || member=yes
done
# endregion cluster

[[ -n "$member" ]] || fail "this node, '$name', is not one of: $nodes" 64
command -v docker >/dev/null || fail "'docker' is missing; install Docker first"
docker version >/dev/null || fail "Docker does not answer"
docker inspect "$image" >/dev/null 2>&1 || fail "there is no image '$image'; build it first"
if docker inspect "$container" >/dev/null 2>&1; then
  fail "there is a container '$container' already; 'docker start $container' starts it again \
if it has stopped, 'docker rm --force $container' removes it with its data"
fi

# region run
docker run --detach --name "$container" --net host "$image" \
  etcd --name "$name" \
  --listen-client-urls http://0.0.0.0:2379 \
  --advertise-client-urls "http://$name:2379" \
  --listen-peer-urls http://0.0.0.0:2380 \
  --initial-advertise-peer-urls "http://$name:2380" \
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

printf "%s of the cluster %s runs in the container '%s'\n" "$name" "$token" "$container"

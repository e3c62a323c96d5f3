#!/usr/bin/env bash
# Starts one node of the etcd cluster in a Docker container, on the board that it is called on.
set -euo pipefail

usage() {
  cat <<'USAGE'
Usage: run-cluster-docker.sh [--nodes "NAME..."] [--name NAME] [--token TOKEN]
                             [--image NAME] [--container NAME] [--wait SECONDS]

Starts etcd in a container, in the background, as one node of a new cluster, and waits
until it answers, for which a majority of the nodes has to run. So run it on all nodes
at about the same time, with the same nodes and the same token. The container shares
the board's network, so the ports 2379 (clients) and 2380 (the other nodes) have to be
free; the node's data are kept inside the container.

  --nodes "NAME..."  all nodes of the cluster
                     (default: "node-1 node-2 node-3 node-4")
  --name NAME        which of them this is (default: its host name)
  --token TOKEN      tells this cluster from others on the network
                     (default: etcd-cluster)
  --image NAME       the image to start (default: pi-etcd)
  --container NAME   what to call the container (default: etcd)
  --wait SECONDS     how long the cluster may take until it answers (default: 120)
  --help             print this text

Whoever reaches the port 2379 can read and change everything; whoever reaches 2380
can disturb the cluster.
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
wait=120

while (($# > 0)); do
  case "$1" in
    --?*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;; # --option=value is --option value
    -h | --help)
      usage
      exit
      ;;
    --nodes | --name | --token | --image | --container | --wait)
      [[ -n "${2-}" ]] || fail "'$1' needs a value; see --help" 64
      case "$1" in
        --image) image=$2 ;;
        --container) container=$2 ;;
        --token) token=$2 ;;
        --nodes) nodes=$2 ;;
        --name) name=$2 ;;
        --wait) wait=$2 ;;
      esac
      shift 2
      ;;
    *) fail "unexpected argument '$1'; see --help" 64 ;;
  esac
done
[[ "$wait" =~ ^[0-9]{1,6}$ ]] || fail "'--wait' takes a number of seconds, not '$wait'" 64
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
docker inspect --type image "$image" >/dev/null 2>&1 ||
  fail "there is no image '$image'; build it first"
if docker inspect --type container "$container" >/dev/null 2>&1; then
  fail "there is a container '$container' already; 'docker start $container' starts it again \
if it has stopped, 'docker rm --force $container' removes it with its data"
fi

# Another etcd on this board would answer in this one's place.
for port in 2379 2380; do
  ! (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null ||
    fail "port $port of this board is in use; is another etcd running?"
done

# A container that was made, but could not start, would only be in the way.
not_started() {
  local status=$?
  docker rm "$container" >/dev/null 2>&1 || true
  fail "the container '$container' could not be started" "$status"
}

# region run
docker run --detach --name "$container" --net host "$image" \
  etcd --name "$name" \
  --listen-client-urls http://0.0.0.0:2379 \
  --advertise-client-urls "http://$name:2379" \
  --listen-peer-urls http://0.0.0.0:2380 \
  --initial-advertise-peer-urls "http://$name:2380" \
  --initial-cluster "$cluster" \
  --initial-cluster-token "$token" \
  --initial-cluster-state new >/dev/null ||
  not_started
# endregion run

# region await
# Until it answers, which takes a leader, and so a majority of the nodes.
deadline=$((SECONDS + wait))
until docker exec "$container" etcdctl endpoint health >/dev/null 2>&1; do
  if [[ "$(docker inspect --type container --format '{{.State.Running}}' "$container")" != true ]]; then
    docker logs "$container" 2>&1 | tail -n 3 >&2
    fail "etcd has ended; 'docker rm $container' removes its container"
  fi
  ((SECONDS < deadline)) ||
    fail "etcd runs, but there has been no majority of the nodes for $wait seconds; \
see 'docker logs $container'"
  sleep 1
done
# endregion await

printf "%s of the cluster %s answers; its container is '%s'\n" "$name" "$token" "$container"

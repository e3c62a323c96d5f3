#!/usr/bin/env bash
# Starts a single etcd server in a Docker container, on the machine that it is called on.
set -euo pipefail

usage() {
  cat <<'USAGE'
Usage: run-single-docker.sh [--image NAME] [--container NAME] [--host NAME]

Starts etcd in a container, in the background, and waits until it answers. Clients reach
it on the ports 2379 and 4001 of this machine; its data are kept inside the container.

  --image NAME       the image to start (default: pi-etcd)
  --container NAME   what to call the container (default: etcd)
  --host NAME        the name that clients know this machine by (default: its own)
  --help             print this text
USAGE
}

fail() {
  printf 'run-single-docker.sh: %s\n' "$1" >&2
  exit "${2:-1}"
}

image=pi-etcd
container=etcd
host=$(hostname)

while (($# > 0)); do
  case "$1" in
    -h | --help)
      usage
      exit
      ;;
    --image | --container | --host)
      [[ -n "${2-}" ]] || fail "'$1' needs a value; see --help" 64
      case "$1" in
        --image) image=$2 ;;
        --container) container=$2 ;;
        --host) host=$2 ;;
      esac
      shift 2
      ;;
    *) fail "unexpected argument '$1'; see --help" 64 ;;
  esac
done

command -v docker >/dev/null || fail "'docker' is missing; install Docker first"
docker version >/dev/null || fail "Docker does not answer"
docker inspect "$image" >/dev/null 2>&1 || fail "there is no image '$image'; build it first"
if docker inspect "$container" >/dev/null 2>&1; then
  fail "there is a container '$container' already; 'docker start $container' starts it again \
if it has stopped, 'docker rm --force $container' removes it with its data"
fi

# region run
docker run --detach --name "$container" --publish 2379:2379 --publish 4001:4001 "$image" \
  etcd --name "$host" \
  --listen-client-urls http://0.0.0.0:2379,http://0.0.0.0:4001 \
  --advertise-client-urls "http://$host:2379,http://$host:4001" >/dev/null
# endregion run

# Until it answers; on a board this takes some seconds.
for ((turn = 0; turn < 30; turn++)); do
  if [[ $(docker inspect --format '{{.State.Running}}' "$container") != true ]]; then
    docker logs "$container" 2>&1 | tail -n 3 >&2
    fail "etcd has ended at once; 'docker rm $container' removes its container"
  fi
  if docker exec "$container" etcdctl endpoint health >/dev/null 2>&1; then
    printf "etcd runs in the container '%s', for clients at http://%s:2379\n" "$container" "$host"
    exit
  fi
  sleep 1
done
fail "etcd does not answer; 'docker logs $container' may tell why"

#!/usr/bin/env bash
# Starts a single etcd server in a Docker container, on the machine that it is called on.
set -euo pipefail

usage() {
  cat <<'USAGE'
Usage: run-single-docker.sh [--image NAME] [--container NAME] [--host NAME]
                            [--wait SECONDS]

Starts etcd in a container, in the background, and waits until it answers. Clients reach
it on the ports 2379 and 4001 of this machine; its data are kept inside the container.

  --image NAME       the image to start (default: pi-etcd)
  --container NAME   what to call the container (default: etcd)
  --host NAME        the name that clients know this machine by (default: its own)
  --wait SECONDS     how long etcd may take until it answers (default: 60)
  --help             print this text

Whoever reaches the ports 2379 and 4001 can read and change everything.
USAGE
}

fail() {
  printf 'run-single-docker.sh: %s\n' "$1" >&2
  exit "${2:-1}"
}

image=pi-etcd
container=etcd
host=$(hostname)
wait=60

while (($# > 0)); do
  case "$1" in
    --?*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;; # --option=value is --option value
    -h | --help)
      usage
      exit
      ;;
    --image | --container | --host | --wait)
      [[ -n "${2-}" ]] || fail "'$1' needs a value; see --help" 64
      case "$1" in
        --image) image=$2 ;;
        --container) container=$2 ;;
        --host) host=$2 ;;
        --wait) wait=$2 ;;
      esac
      shift 2
      ;;
    *) fail "unexpected argument '$1'; see --help" 64 ;;
  esac
done
[[ "$wait" =~ ^[0-9]{1,6}$ ]] || fail "'--wait' takes a number of seconds, not '$wait'" 64

command -v docker >/dev/null || fail "'docker' is missing; install Docker first"
docker version >/dev/null || fail "Docker does not answer"
docker inspect --type image "$image" >/dev/null 2>&1 ||
  fail "there is no image '$image'; build it first"
if docker inspect --type container "$container" >/dev/null 2>&1; then
  fail "there is a container '$container' already; 'docker start $container' starts it again \
if it has stopped, 'docker rm --force $container' removes it with its data"
fi

# A container that was made, but could not start, would only be in the way.
not_started() {
  local status=$?
  docker rm "$container" >/dev/null 2>&1 || true
  fail "the container '$container' could not be started" "$status"
}

# region run
docker run --detach --name "$container" --publish 2379:2379 --publish 4001:4001 "$image" \
  etcd --name "$host" \
  --listen-client-urls http://0.0.0.0:2379,http://0.0.0.0:4001 \
  --advertise-client-urls "http://$host:2379,http://$host:4001" >/dev/null ||
  not_started
# endregion run

# region await
# Until it answers; on a board this takes some seconds.
deadline=$((SECONDS + wait))
until docker exec "$container" etcdctl endpoint health >/dev/null 2>&1; do
  if [[ "$(docker inspect --type container --format '{{.State.Running}}' "$container")" != true ]]; then
    docker logs "$container" 2>&1 | tail -n 3 >&2
    fail "etcd has ended; 'docker rm $container' removes its container"
  fi
  ((SECONDS < deadline)) ||
    fail "etcd runs, but has not answered for $wait seconds; see 'docker logs $container'"
  sleep 1
done
# endregion await
printf "etcd runs in the container '%s', for clients at http://%s:2379\n" "$container" "$host"

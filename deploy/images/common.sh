# shellcheck shell=bash
# Sourced by the scripts beside it: the images' names, the Docker client, how to end with a sentence.

set -euo pipefail

images=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(cd "$images/../.." && pwd)
# A client that can build is not always the first on the path; a bundle's scripts lie alone.
docker=${DOCKER:-$("$project/.ci/docker-engine" client 2> /dev/null || echo docker)}

while IFS='=' read -r name default; do
  if [[ $name == WAYSTATION_* ]]; then
    export "$name=${!name:-$default}"
  fi
done < "$images/names.env"

say() {
  printf '%s\n' "$*" >&2
}

die() {
  say "$@"
  exit 1
}

has_image() {
  "$docker" image inspect "$1" > /dev/null 2>&1
}

attribute() {
  "$docker" image inspect --format "$2" "$1"
}

id_of() {
  attribute "$1" '{{.Id}}' 2> /dev/null || true
}

is_stand_in() {
  [[ $(attribute "$1" '{{index .Config.Labels "waystation.stand-in"}}' 2> /dev/null) == true ]]
}

# An image that lost its last name to a newer one goes, if it was made here and nothing runs on it.
remove_replaced() {
  [[ $(attribute "$1" '{{len .RepoTags}} {{index .Config.Labels "waystation.stand-in"}}' \
    2> /dev/null) != "0 "@(true|false) ]] || "$docker" image rm "$1" > /dev/null 2>&1 || true
}

need_engine() {
  timeout 10 "$docker" version > /dev/null 2>&1 ||
    die "No Docker engine answers \"$docker\"; start it, or name another client: DOCKER=/usr/bin/docker."
}

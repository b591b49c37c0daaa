# Sourced by the scripts beside it: the images' names, the Docker client, how to end with a sentence.

set -euo pipefail

images=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(cd "$images/../.." && pwd)
docker=${DOCKER:-docker}

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

is_stand_in() {
  [[ $("$docker" image inspect --format '{{index .Config.Labels "waystation.stand-in"}}' "$1" \
    2> /dev/null) == true ]]
}

need_engine() {
  "$docker" version > /dev/null 2>&1 ||
    die "No Docker engine answers \"$docker\"; start it, or name another client: DOCKER=/usr/bin/docker."
}

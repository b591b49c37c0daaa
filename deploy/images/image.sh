#!/usr/bin/env bash
# Builds the image of Waystation, without a network when the wheels are laid beside.
#
# deploy/wheels holds them: filled here when the index is within reach, or by hand, with the files
# that the two locks name. Without any, the build itself asks the index (PIP_INDEX_URL names
# another one, PIP_CERT the certificates that it is trusted by).

. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

wheels="$project/deploy/wheels"
locks=("$project/requirements-build.lock" "$project/requirements.lock")

platform() {
  case $("$docker" version --format '{{.Server.Arch}}') in
    amd64) echo x86_64 ;;
    arm64) echo aarch64 ;;
    *) die "Wheels are known for amd64 and arm64 only; this Docker engine runs on neither." ;;
  esac
}

# What the folder was filled for: the wheels of one pair of locks on one platform.
purpose() {
  { platform && cat "${locks[@]}"; } | sha256sum
}

fetch_wheels() {
  local python=python3 draft="$wheels.part" lock minor options=()
  [[ ! -x $project/.venv/bin/python ]] || python=$project/.venv/bin/python
  for minor in $(seq 36 -1 17); do # the base image has version 2.36 of the C library
    options+=(--platform "manylinux_2_${minor}_$(platform)")
  done
  options+=(--platform "manylinux2014_$(platform)" --python-version 3.11 --implementation cp)
  rm -rf "$draft"
  for lock in "${locks[@]}"; do
    "$python" -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes \
      --only-binary :all: "${options[@]}" --dest "$draft" --requirement "$lock" || {
      rm -rf "$draft"
      return 1
    }
  done
  purpose > "$draft/filled-for"
  rm -rf "$wheels"
  mv "$draft" "$wheels"
}

need_engine
if [[ -f $wheels/filled-for && $(< "$wheels/filled-for") != "$(purpose)" ]]; then
  rm -r "$wheels"
fi
if ! ls "$wheels"/*.whl > /dev/null 2>&1; then
  say "Fetching the wheels that the locks name …"
  fetch_wheels || say "The wheels cannot be had from here; the build will ask the index itself."
fi

version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$project/pyproject.toml")
options=(--tag "$WAYSTATION_IMAGE" --file "$project/deploy/Dockerfile"
  --build-arg "PYTHON_IMAGE=$WAYSTATION_PYTHON_IMAGE" --build-arg "VERSION=$version")
! is_stand_in "$WAYSTATION_PYTHON_IMAGE" || options+=(--build-arg BASE_IS_STAND_IN=true)
! ls "$wheels"/*.whl > /dev/null 2>&1 || options+=(--network none)
[[ -z ${PIP_INDEX_URL:-} ]] || options+=(--build-arg PIP_INDEX_URL)
[[ ! -f ${PIP_CERT:-} ]] || options+=(--secret "id=ca,src=$PIP_CERT")
former=$(id_of "$WAYSTATION_IMAGE")
DOCKER_BUILDKIT=1 "$docker" build "${options[@]}" "$project" >&2 ||
  die "$WAYSTATION_IMAGE could not be built; see above." \
    "If the base image is what is missing: docker pull $WAYSTATION_PYTHON_IMAGE, or make stand-ins."
[[ -z $former ]] || remove_replaced "$former"
say "$WAYSTATION_IMAGE: $(attribute "$WAYSTATION_IMAGE" '{{.Id}} {{.Size}}' |
  awk '{printf "%s, %.0f MB", $1, $2 / 1e6}')"

# shellcheck shell=bash
# Sourced by the scripts beside it: packages of Debian, for who is root here.

die() {
  printf '%s\n' "$*" >&2
  exit 1
}

# apt asks nothing, and ends after so many seconds; then come its arguments.
apt() {
  DEBIAN_FRONTEND=noninteractive timeout --kill-after=10 "$1" \
    apt-get -qq -o DPkg::Lock::Timeout=120 -o Acquire::http::Timeout=30 "${@:2}" </dev/null
}

from_debian() {
  local log code=0
  [[ $(id -u) == 0 ]] || die "$* is missing here, and only root can install it."
  command -v apt-get >/dev/null || die "$* is missing here; on Debian it would be installed."
  log=$(mktemp)
  apt 180 update >"$log" 2>&1 || true # a source that is away may not be needed
  apt 900 install -y --no-install-recommends "$@" >>"$log" 2>&1 || code=$?
  [[ $code == 0 ]] || echo "$* cannot be installed: $(tail -n 1 "$log")" >&2
  rm "$log"
  [[ $code == 0 ]] || exit 1
}

#!/usr/bin/env bash
# Starts PostgreSQL with the public image's conventions; makes the cluster at the first start.

set -Eeuo pipefail

fail() {
  printf 'error: %s\n' "$@" >&2
  exit 1
}

# from_file NAME [DEFAULT]: set NAME from the file that NAME_FILE names, or to the default.
from_file() {
  local name=$1 file="$1_FILE"
  if [[ -n ${!file:-} ]]; then
    [[ -z ${!name:-} ]] || fail "both $name and $file are set; keep one"
    printf -v "$name" '%s' "$(< "${!file}")"
  elif [[ -z ${!name:-} ]]; then
    printf -v "$name" '%s' "${2:-}"
  fi
  export "${name?}"
  unset "$file"
}

make_cluster() {
  if [[ -z $POSTGRES_PASSWORD && ${POSTGRES_HOST_AUTH_METHOD:-} != trust ]]; then
    fail "the superuser has no password: set POSTGRES_PASSWORD, or POSTGRES_PASSWORD_FILE," \
      "to something that is not empty (or POSTGRES_HOST_AUTH_METHOD=trust, for no checks at all)"
  fi
  local options=()
  eval "options=(${POSTGRES_INITDB_ARGS:-})" # its value is written as on a command line
  [[ -z ${POSTGRES_INITDB_WALDIR:-} ]] || options+=(--waldir "$POSTGRES_INITDB_WALDIR")
  initdb --username="$POSTGRES_USER" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") "${options[@]}"
  local method=${POSTGRES_HOST_AUTH_METHOD:-$(postgres -C password_encryption)}
  printf '\nhost all all all %s\n' "$method" >> "$PGDATA/pg_hba.conf"
}

run_sql() {
  PGPASSWORD=$POSTGRES_PASSWORD psql -v ON_ERROR_STOP=1 --no-psqlrc --no-password \
    --username "$POSTGRES_USER" "$@"
}

run_scripts() {
  local file
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
      *.sh)
        printf 'running %s\n' "$file"
        # shellcheck disable=SC1090
        if [[ -x $file ]]; then "$file"; else . "$file"; fi
        ;;
      *.sql) printf 'running %s\n' "$file" && run_sql --dbname "$POSTGRES_DB" -f "$file" ;;
      *.sql.gz) printf 'running %s\n' "$file" && gunzip -c "$file" | run_sql --dbname "$POSTGRES_DB" ;;
      */'*') ;;
      *) printf 'passing over %s\n' "$file" ;;
    esac
  done
}

# A server without a network door while the databases are made.
fill_cluster() {
  PGUSER=$POSTGRES_USER pg_ctl -D "$PGDATA" -w start -o "$(printf '%q ' "$@" -c listen_addresses= -p 5432)"
  if [[ $POSTGRES_DB != postgres ]]; then
    run_sql --dbname postgres --set name="$POSTGRES_DB" <<< 'CREATE DATABASE :"name";'
  fi
  run_scripts
  PGUSER=$POSTGRES_USER pg_ctl -D "$PGDATA" -m fast -w stop
}

[[ ${1:-} != -* ]] || set -- postgres "$@"

only_asks=false
for argument; do
  case $argument in
    -'?' | --help | --describe-config | -V | --version) only_asks=true ;;
  esac
done
if [[ ${1:-} != postgres ]] || $only_asks; then
  exec "$@"
fi

mkdir -p "$PGDATA" || fail "$PGDATA cannot be made by user $(id -u)"
if [[ $(id -u) == 0 ]]; then
  chmod 0700 "$PGDATA"
  find "$PGDATA" /var/run/postgresql \! -user postgres -exec chown postgres '{}' +
  exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi
chmod 0700 "$PGDATA" 2> /dev/null || true

from_file POSTGRES_PASSWORD
from_file POSTGRES_USER postgres
from_file POSTGRES_DB "$POSTGRES_USER"
from_file POSTGRES_INITDB_ARGS
if [[ -s $PGDATA/PG_VERSION ]]; then
  printf '\nPostgreSQL: the cluster in %s is there already\n\n' "$PGDATA"
else
  make_cluster
  fill_cluster "${@:2}"
  printf '\nPostgreSQL: the new cluster in %s is ready\n\n' "$PGDATA"
fi
unset POSTGRES_PASSWORD
exec "$@"

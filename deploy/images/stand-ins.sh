#!/usr/bin/env bash
# Makes stand-ins for the public base images from Debian packages and Kafka's jars.
#
# For machines that reach a Debian mirror and Maven but no registry of images. The stand-ins bear
# the public names and keep the public conventions and environment variables; each has the label
# waystation.stand-in=true. An image of that name without the label is never overwritten.
#
#   stand-ins.sh [--again] [python] [postgres] [kafka]     default: all that are missing, or made
#                                                          of other sources than lie here now

. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
umask 022 # users of the images read what root makes here

again=false
wanted=()
for argument; do
  case $argument in
    --again) again=true ;;
    python | postgres | kafka) wanted+=("$argument") ;;
    *) die "usage: stand-ins.sh [--again] [python] [postgres] [kafka]" ;;
  esac
done
[[ ${#wanted[@]} -gt 0 ]] || wanted=(postgres kafka python)

name_of() {
  local variable="WAYSTATION_${1^^}_IMAGE"
  printf '%s' "${!variable}"
}

version_of() {
  case $1 in
    python) echo 3.11 ;;
    postgres) echo 17 ;;
    kafka) sed -n 's|.*<kafka.version>\(.*\)</kafka.version>.*|\1|p' "$project/deploy/kafka/pom.xml" ;;
  esac
}

suite_of() {
  case $1 in
    postgres) echo trixie ;;
    *) echo bookworm ;;
  esac
}

# What a stand-in is made of, as one sum: its label tells whether it was made of what lies here.
sources_of() {
  local files=("$images/stand-ins.sh" "$images/stand-ins/hook.sh" "$images/stand-ins/$1")
  [[ $1 != kafka ]] || files+=("$project/deploy/kafka/pom.xml")
  find "${files[@]}" -type f -print0 | LC_ALL=C sort -z | xargs -0 cat | sha256sum | cut -c -16
}

packages_of() {
  case $1 in
    python) echo python3,python3-venv,ca-certificates,media-types,tzdata ;;
    postgres) echo postgresql-17,tzdata ;;
    kafka) echo openjdk-17-jre-headless ;;
  esac
}

# The machine's own Debian mirrors, as sources for another suite of Debian.
sources_for() {
  local machine
  machine=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
  apt-get indextargets --format '$(CREATED_BY) $(ORIGIN) $(COMPONENT) $(CODENAME) $(REPO_URI)' |
    awk -v machine="$machine" -v suite="$1" '
      $1 == "Packages" && $2 == "Debian" && $3 == "main" &&
      $4 ~ "^" machine "(-updates|-security)?$" {
        sub("^" machine, suite, $4)
        print "deb", $5, $4, "main"
      }' | sort -u
}

make_root() {
  local sources
  sources=$(sources_for "$(suite_of "$1")") || return
  [[ -n $sources ]] || {
    say "apt has no index of a Debian mirror here; as root, on Debian: apt-get update."
    return 1
  }
  mmdebstrap --variant=essential --include="$(packages_of "$1")" \
    --dpkgopt=force-confold \
    --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/info/*' \
    --dpkgopt='path-exclude=/usr/share/lintian/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*/LC_MESSAGES/*' \
    --essential-hook="$images/stand-ins/hook.sh $1 before \"\$1\"" \
    --customize-hook="$images/stand-ins/hook.sh $1 after \"\$1\"" \
    "$(suite_of "$1")" "$work/$1/root.tar" - <<< "$sources"
}

# Kafka's jars, with its command-line tools and its own logging in place of the plain machine's.
gather_jars() {
  local jars="$work/kafka/jars" folder logging artifact
  folder=$(cd "$project" && python3 -c 'from deploy.kafka.jars import fetch; print(fetch())') ||
    return
  { cp -R "$folder" "$jars" && rm "$jars"/slf4j-simple-*.jar; } || return
  logging=$(basename "$jars"/log4j-core-*.jar .jar)
  for artifact in "org.apache.kafka:kafka-tools:${folder##*-}" \
    "org.apache.logging.log4j:log4j-slf4j-impl:${logging#log4j-core-}"; do
    mvn -q -B -ntp \
      org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
      -Dartifact="$artifact" -DoutputDirectory="$jars" > "$work/kafka.log" 2>&1 || {
      cat "$work/kafka.log" >&2
      return 1
    }
  done
}

make_stand_in() {
  local image former started=$SECONDS
  image=$(name_of "$1")
  former=$(id_of "$image")
  cp -R "$images/stand-ins/$1" "$work/$1"
  if [[ $1 == kafka ]]; then
    gather_jars || die "Kafka's jars could not be had; see above. Is Maven's mirror within reach?"
  fi
  make_root "$1" > "$work/$1.log" 2>&1 || {
    cat "$work/$1.log" >&2
    die "$image could not be made from Debian packages; see above."
  }
  chmod -R a+rX "$work/$1" # a checkout may be its owner's alone
  "$docker" build --quiet --network none --force-rm --tag "$image" \
    --label "waystation.sources=$(sources_of "$1")" "$work/$1" > "$work/$1.log" 2>&1 || {
    cat "$work/$1.log" >&2
    die "$image could not be built; see above."
  }
  [[ -z $former ]] || remove_replaced "$former"
  rm -r "${work:?}/$1"
  say "$image: made in $((SECONDS - started)) s," \
    "$(attribute "$image" '{{.Size}}' | awk '{printf "%.0f MB", $1 / 1e6}')"
}

need_engine
missing=()
for which in "${wanted[@]}"; do
  image=$(name_of "$which")
  version=$(version_of "$which")
  if has_image "$image" && ! is_stand_in "$image"; then
    say "$image: is there and no stand-in; left as it is"
  elif [[ ! ${image##*:}- =~ ^"$version"[.-] ]]; then
    die "$image: its stand-in would hold version $version, which is not what this name says."
  elif ! has_image "$image"; then
    missing+=("$which")
  elif $again; then
    missing+=("$which")
  elif [[ $(attribute "$image" '{{index .Config.Labels "waystation.sources"}}') != \
    "$(sources_of "$which")" ]]; then
    say "$image: the stand-in is there, but was made of other sources than these"
    missing+=("$which")
  else
    say "$image: the stand-in is there; --again makes it anew"
  fi
done
[[ ${#missing[@]} -gt 0 ]] || exit 0

[[ $(id -u) == 0 ]] || die "Stand-ins are made by root: sudo make stand-ins."
command -v apt-get > /dev/null || die "Stand-ins are made on Debian, of its packages."
needed=()
command -v mmdebstrap > /dev/null || needed+=(mmdebstrap)
[[ " ${missing[*]} " != *" kafka "* ]] || command -v mvn > /dev/null || needed+=(maven)
[[ ${#needed[@]} == 0 ]] || die "Missing here: ${needed[*]}; apt-get install ${needed[*]}."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say "Making ${missing[*]} (about two minutes) …"
running=()
for which in "${missing[@]}"; do
  make_stand_in "$which" &
  running+=($!)
done
failed=0
for job in "${running[@]}"; do
  wait "$job" || failed=1
done
exit $failed

#!/usr/bin/env bash
# Shapes the root of a stand-in: `hook.sh python|postgres|kafka before|after ROOT`.
#
# `before` runs when only the essential packages are there, `after` when all are.

set -euo pipefail
root=$3

add_user() { # name, number, home
  echo "$1:x:$2:" >> "$root/etc/group"
  echo "$1:x:$2:$2::$3:/bin/bash" >> "$root/etc/passwd"
}

remove() { # by pattern: packages that served the installation only, or nobody here
  local packages
  mapfile -t packages < <(chroot "$root" dpkg-query -W -f '${Package}\n' | grep -xE "$1")
  chroot "$root" dpkg --remove --force-all "${packages[@]}"
}

case $1-$2 in
  postgres-before)
    add_user postgres 999 /var/lib/postgresql
    mkdir -p "$root/etc/postgresql-common"
    echo 'create_main_cluster = false' > "$root/etc/postgresql-common/createcluster.conf"
    ;;
  postgres-after)
    chroot "$root" localedef --no-archive -i en_US -f UTF-8 en_US.UTF-8
    # Debian's wrappers and their Perl go: the programs themselves are on the path. So does
    # compiling queries to machine code, which would bring LLVM, larger than everything else.
    find "$root/usr/bin" -lname '*pg_wrapper' -delete
    remove "postgresql-(client-)?common.*|libllvm.*|libz3-4|ssl-cert|locales|libc-l10n|procps"
    find "$root/usr/lib/postgresql" \( -name bitcode -o -name 'llvmjit*' \) -prune -exec rm -r {} +
    rm -rf "$root"/etc/ssl/private/* "$root/usr/share/i18n" "$root/var/lib/postgresql"/*
    sed -i "s/^#listen_addresses = .*/listen_addresses = '*'/" \
      "$root"/usr/share/postgresql/*/postgresql.conf.sample
    ;;
  kafka-before)
    add_user appuser 1000 /home/appuser
    mkdir -p "$root/usr/share/man/man1" # Java's installation puts links there
    ;;
  kafka-after)
    # Start-up data for heaps of more than 32 GB only.
    rm -f "$root"/usr/lib/jvm/java-17-openjdk-*/lib/server/classes_nocoops.jsa
    mkdir -p "$root/opt/java"
    ln -s "$(basename "$root"/usr/lib/jvm/java-17-openjdk-*)" "$root/usr/lib/jvm/java"
    ln -s ../../usr/lib/jvm/java "$root/opt/java/openjdk"
    ;;
  python-after)
    rm -f "$root"/usr/lib/python3*/EXTERNALLY-MANAGED
    # The public image has its Python under /usr/local; an environment there looks the same.
    chroot "$root" python3 -m venv /usr/local
    find "$root/usr" -name __pycache__ -prune -exec rm -r {} +
    ;;
esac

if [[ $2 == after ]]; then
  remove 'perl|perl-modules-.*|libperl5.*' # the essential perl-base stays
  # The machine's mirrors are its own affair.
  : > "$root/etc/apt/sources.list"
  rm -rf "$root"/var/cache/* "$root"/var/log/* "$root"/var/lib/dpkg/*-old \
    "$root"/etc/hostname "$root"/etc/resolv.conf
fi

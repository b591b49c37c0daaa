#!/bin/sh
# Loads the images of this bundle into Docker, after checking every file against its sum.
#
#   ./load     needs no network, and of programs only sha256sum, gzip and docker (DOCKER names another)

set -eu
cd "$(dirname "$0")"
docker=${DOCKER:-docker}
tab=$(printf '\t')

say() {
  printf '%s\n' "$@" >&2
}

die() {
  say '' "$@" ''
  exit 1
}

for program in sha256sum gzip "$docker"; do
  command -v "$program" > /dev/null 2>&1 ||
    die "$program is missing here; install it and run ./load again." \
      "这里缺少 $program，请安装后重新运行 ./load。"
done

spoilt=$(LC_ALL=C sha256sum -c SHA256SUMS 2>&1 | grep -v ': OK$') || true
for file in load names.env compose.yaml README.md IMAGES $(cut -f 1 IMAGES); do
  # A file that no sum vouches for is as bad as a changed one.
  grep -qxE "[0-9a-f]{64}  $file" SHA256SUMS || spoilt="$spoilt $file: no sum"
done
[ -z "$spoilt" ] ||
  die "*** THIS BUNDLE IS DAMAGED OR CHANGED. Nothing was loaded. ***" "$spoilt" \
    "Carry it over again, and compare the sum of the whole file with the one you were given." \
    "*** 安装包已损坏或被改动，未载入任何镜像。请重新拷贝，并核对整个文件的校验和。***"
say "Every file has the sum it should have. / 全部文件校验无误。"

"$docker" version > /dev/null 2>&1 ||
  die "No Docker engine answers \"$docker\"; start it, or run as a user who may use it." \
    "Docker 没有应答：请启动 Docker，或换用有权限的用户。"

label() {
  "$docker" image inspect --format '{{index .Config.Labels "waystation.stand-in"}}' "$1" 2> /dev/null
}

while IFS=$tab read -r file image kind note; do
  if [ "$kind" = stand-in ] && here=$(label "$image") && [ "$here" != true ]; then
    say "$image: is here already and no stand-in; kept" "  这里已有正式镜像，予以保留"
    continue
  fi
  gzip -dc "$file" | "$docker" load --quiet > /dev/null ||
    die "$file could not be loaded; is the disk of Docker full?" "$file 载入失败：磁盘是否已满？"
  id=$("$docker" image inspect --format '{{.Id}}' "$image") ||
    die "$file did not bring $image." "$file 中没有 $image。"
  say "$image: $note" "  $id"
done < IMAGES

if [ ! -e .env ]; then
  cp names.env .env
elif ! grep -qF "$(head -n 1 names.env)" .env; then
  say "" "The .env here is yours and stays; the names of these images are in names.env." \
    "此处的 .env 保持不变；镜像名称见 names.env。"
fi
image=$(sed -n 's/^WAYSTATION_IMAGE=//p' names.env)
if "$docker" volume inspect waystation_postgres-data > /dev/null 2>&1; then
  say "" "Loaded. Waystation runs here already, with its secrets in another folder: go there, take" \
    "this compose.yaml over, set WAYSTATION_IMAGE=$image in its .env, and follow \"Upgrade\"" \
    "in README.md, in that folder. Make no secrets in this one." \
    "载入完成。本机已有运行中的驿站，其密钥在原来的目录里：请回到该目录，换上这里的 compose.yaml，" \
    "在 .env 中设 WAYSTATION_IMAGE=$image，在那里按 README.md 的 Upgrade 一节升级；不要在本目录生成密钥。"
  exit 0
fi
say "" "Loaded. Next, in this folder (README.md says more):" \
  "载入完成。接下来在本目录中运行（详见 README.md）："
cat << END

  mkdir -p work && mkdir -m 700 secrets
  docker run --rm --network none --user "\$(id -u):\$(id -g)" -v "\$PWD/secrets:/secrets" $image secrets /secrets
  docker compose up --wait --pull never

END

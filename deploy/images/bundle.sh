#!/usr/bin/env bash
# Packs the images and what starts them into one file for a place without a network.
#
#   bundle.sh [FOLDER]     default: dist; makes waystation-VERSION-ARCHITECTURE.tar in it

. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

need_engine
bundled=("$WAYSTATION_IMAGE" "$WAYSTATION_POSTGRES_IMAGE" "$WAYSTATION_KAFKA_IMAGE")
for image in "${bundled[@]}"; do
  has_image "$image" ||
    die "$image is not here. The project's own: make image; the others: docker pull, or make stand-ins."
done

# What whoever unpacks the bundle must know about an image: a word for `load`, and a sentence.
note_on() {
  if is_stand_in "$1"; then
    printf 'stand-in\tA STAND-IN for the public image: %s' "$(attribute "$1" \
      '{{index .Config.Labels "org.opencontainers.image.description"}}')"
  elif [[ $1 != "$WAYSTATION_IMAGE" ]]; then
    printf 'public\tthe image of that name from its registry'
  elif [[ $(attribute "$1" '{{index .Config.Labels "waystation.base-is-stand-in"}}') == true ]]; then
    printf 'built\tbuilt on A STAND-IN for the public Python image'
  else
    printf 'built\tbuilt on the public Python image'
  fi
}

architecture=$(attribute "$WAYSTATION_IMAGE" '{{.Architecture}}')
for image in "${bundled[@]}"; do
  [[ $(attribute "$image" '{{.Architecture}}') == "$architecture" ]] ||
    die "$image is not for $architecture, as $WAYSTATION_IMAGE is; a bundle is for one architecture."
done

version=$(attribute "$WAYSTATION_IMAGE" '{{index .Config.Labels "org.opencontainers.image.version"}}')
name="waystation-$version-$architecture"
target=${1:-$project/dist}
mkdir -p "$target"
# On the same disk as the bundle, which gets its name when it is whole, not before. What a run
# that was killed left behind goes.
rm -rf "$target"/.bundle-*
work=$(mktemp -d "$target/.bundle-XXXXXX")
packing=()
trap 'kill "${packing[@]}" 2> /dev/null || true; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
folder="$work/$name"
mkdir -p "$folder/images"

cp "$project/LICENSE" "$project"/deploy/compose{,.sign-in}.yaml "$folder"
# Here the pages lie beside it, not one folder up; those that it names are in the bundle.
sed 's|](\.\./docs/|](docs/|g' "$project/deploy/README.md" > "$folder/README.md"
pages=$(grep -o 'docs/[a-z-]*\.md' "$folder/README.md" | sort -u)
(cd "$project" && xargs install -D -m 0644 -t "$folder/docs" <<< "$pages")
install -D -m 0644 -t "$folder/register" "$project/deploy/register/agencies.toml"
install -m 0755 "$images/load.sh" "$folder/load"
printf '%s\n' "WAYSTATION_IMAGE=$WAYSTATION_IMAGE" \
  "WAYSTATION_POSTGRES_IMAGE=$WAYSTATION_POSTGRES_IMAGE" \
  "WAYSTATION_KAFKA_IMAGE=$WAYSTATION_KAFKA_IMAGE" > "$folder/names.env"

say "Packing ${bundled[*]} (about a minute) …"
for image in "${bundled[@]}"; do
  file="images/$(tr -c '[:alnum:].\n' - <<< "$image").tar.gz"
  printf '%s\t%s\t%s\n' "$file" "$image" "$(note_on "$image")" >> "$folder/IMAGES"
  "$docker" save "$image" | gzip -6 > "$folder/$file" &
  packing+=($!)
done
for job in "${packing[@]}"; do
  wait "$job" || die "An image could not be packed; is the disk of $target full?"
done
(cd "$folder" && find . -type f ! -name SHA256SUMS -printf '%P\n' | sort | xargs sha256sum) \
  > "$work/SHA256SUMS"
mv "$work/SHA256SUMS" "$folder"
tar -C "$work" --owner=0 --group=0 --mode=a+rX --sort=name -cf "$work/bundle" "$name"
mv "$work/bundle" "$target/$name.tar"
say "$target/$name.tar: $(du -m "$target/$name.tar" | cut -f1) MB; give its sum to whoever unpacks it:"
(cd "$target" && sha256sum "$name.tar" | tee "$name.tar.sha256")
cut -f2,4 "$folder/IMAGES" | sed 's/\t/: /; s/^/  /' >&2

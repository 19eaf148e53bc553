#!/bin/sh
# Makes the container images of a published release from its own executables and the Collector's official ones, and pushes them: each
# for all its architectures under one name.
#
#   TAG=v1.2.3 RELEASES_URL=https://…/releases REGISTRY=registry.example/owner REGISTRY_USER=… REGISTRY_TOKEN=… scripts/images/publish.sh

set -eu
umask 077
cd "$(dirname "$0")/../.."

version=$(sed -n 's/^  "version": "\(.*\)",$/\1/p' package.json)
if [ "$TAG" != "v$version" ]; then
  echo "publish.sh: the tag is $TAG, and package.json says version $version" >&2
  exit 1
fi
collector=$(sed -n 's/^  version: \([0-9.]*\)$/\1/p' scripts/collector/manifest.yaml)
collector_releases=${OTELCOL_RELEASES_URL:-https://github.com/open-telemetry/opentelemetry-collector-releases/releases}
# A registry has no capital letters in names.
target=$(printf '%s' "$REGISTRY" | tr '[:upper:]' '[:lower:]')

if ! command -v skopeo >/dev/null; then
  apt-get update -q
  DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends skopeo
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

fetch() { curl --fail --silent --show-error --location --retry 3 --output "$work/$1" "$2"; }

fetch checksums "$RELEASES_URL/download/$TAG/opampsupervisor_${version}_checksums.txt"
fetch collector-checksums \
  "$collector_releases/download/v$collector/opentelemetry-collector-releases_otelcol-contrib_checksums.txt"
# check CHECKSUMS NAME: the file of that name is the one that they state.
check() { (cd "$work" && grep -E "^[0-9a-f]{64} [ *]$2\$" "$1" | sha256sum --check --quiet -); }

set --
for arch in amd64 arm64 ppc64le; do
  name=opampsupervisor_${version}_linux_$arch
  fetch "$name" "$RELEASES_URL/download/$TAG/$name"
  check checksums "$name"
  archive=otelcol-contrib_${collector}_linux_$arch.tar.gz
  fetch "$archive" "$collector_releases/download/v$collector/$archive"
  check collector-checksums "$archive"
  mkdir "$work/$arch"
  tar -xzf "$work/$archive" -C "$work/$arch" otelcol-contrib
  set -- "$@" --supervisor "$arch=$work/$name" --collector "$arch=$work/$arch/otelcol-contrib"
done

env -u REGISTRY_TOKEN npm run images -- --refresh --out "$work/images" "$@"
printf '%s' "$REGISTRY_TOKEN" |
  skopeo login --authfile "$work/auth.json" --username "$REGISTRY_USER" --password-stdin "${target%%/*}"
unset REGISTRY_TOKEN
for name in opampsupervisor opampsupervisor-collector; do
  skopeo copy --all --authfile "$work/auth.json" "oci:$work/images/$name:$version" "docker://$target/$name:$version"
done

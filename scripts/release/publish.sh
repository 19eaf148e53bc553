#!/bin/sh
# Makes the release of a tag and puts it on the forge as a draft, which somebody reads and publishes.
#
#   TAG=v1.2.3 REPOSITORY=owner/name RELEASES_URL=https://…/releases [RELEASE_KEY='PEM'] GH_TOKEN=… scripts/release/publish.sh
#
# The key is written to a file that only this user can read, for as long as this runs.

set -eu
umask 077
cd "$(dirname "$0")/../.."

version=$(sed -n 's/^  "version": "\(.*\)",$/\1/p' package.json)
if [ "$TAG" != "v$version" ]; then
  echo "publish.sh: the tag is $TAG, and package.json says version $version" >&2
  exit 1
fi

if ! git rev-parse --quiet --verify HEAD >/dev/null; then
  echo "publish.sh: Git does not tell which commit this is, whose date and name everything in a release has" >&2
  exit 1
fi

if ! command -v gh >/dev/null; then
  apt-get update -q
  DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends gh
fi

if [ -n "${RELEASE_KEY:-}" ]; then
  OPAMPSUPERVISOR_RELEASE_KEY=$(mktemp)
  trap 'rm -f "$OPAMPSUPERVISOR_RELEASE_KEY"' EXIT
  trap 'exit 1' HUP INT TERM
  printf '%s\n' "$RELEASE_KEY" >"$OPAMPSUPERVISOR_RELEASE_KEY"
  export OPAMPSUPERVISOR_RELEASE_KEY
fi
unset RELEASE_KEY

env -u GH_TOKEN OPAMPSUPERVISOR_RELEASES_URL="$RELEASES_URL" npm run release
gh release create "$TAG" --repo "$REPOSITORY" --draft --verify-tag --title "opampsupervisor $version" \
  --notes-file "dist/release/opampsupervisor_${version}_notes.md" dist/release/*

#!/bin/sh
# Installs opampsupervisor on Linux and macOS:
#
#   curl -fsSL ADDRESS/install.sh | sh -s -- --endpoint wss://opamp.example.com/v1/opamp
#
# As root it becomes a service of the machine, else a program in the user's own directories. `--help` tells the rest.
# All of it is functions, and the last line calls them: a script that arrives in part does nothing.

set -eu
umask 022

# `npm run release` writes these: where releases are, the version that this script came with, the key that signs them.
releases=''
version=''
public_key=''

collector_releases='https://github.com/open-telemetry/opentelemetry-collector-releases/releases'
collector_version='0.149.0'

usage() {
  cat <<'END'
Installs opampsupervisor, which runs an OpenTelemetry Collector and manages it over OpAMP.

  --version VERSION   install that one; `newest` asks which that is (default: the one this script came with)
  --endpoint URL      OpAMP server (ws, wss, http or https) of a configuration that is not there yet
  --with-collector    fetch the Collector (contrib distribution) as well
  --bin-dir DIR       where executables go (default: /usr/local/bin as root, else ~/.local/bin)
  --no-service        as root: no service, no user, nothing but files
  --key FILE          PEM of the public key that must have signed the release
  --dry-run           say what would be done, and do nothing
  --uninstall         remove what was installed; configuration and storage stay
  --purge             with --uninstall: those and the logs too, the identity of this agent included
  --help              print this text

As root: /usr/local/bin/opampsupervisor, /etc/opampsupervisor/config.yaml, /var/lib/opampsupervisor, and a service where
systemd, OpenRC or launchd runs. Else: ~/.local/bin, ~/.config/opampsupervisor/config.yaml, ~/.local/state/opampsupervisor.
What is there already is replaced as a whole or not at all; a configuration that is there is never touched.

OPAMPSUPERVISOR_RELEASES_URL and OTELCOL_RELEASES_URL name other places to take the releases from (https, or http on
this machine).
END
}

say() { printf '%s\n' "$*"; }
fail() {
  printf 'install.sh: %s\n' "$*" >&2
  exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

read_arguments() {
  endpoint='' with_collector='' service=yes dry_run='' uninstall='' purge='' bin_dir='' key_file=''
  while [ $# -gt 0 ]; do
    case $1 in
    --version | --endpoint | --bin-dir | --key)
      [ $# -ge 2 ] || fail "$1 needs a value; see --help"
      case $1 in
      --version) version=${2#v} ;;
      --endpoint) endpoint=$2 ;;
      --bin-dir) bin_dir=$2 ;;
      --key) key_file=$2 ;;
      esac
      shift
      ;;
    --with-collector) with_collector=yes ;;
    --no-service) service='' ;;
    --dry-run) dry_run=yes ;;
    --uninstall) uninstall=yes ;;
    --purge) purge=yes ;;
    --help | -h) usage && exit 0 ;;
    *) fail "unknown argument $1; see --help" ;;
    esac
    shift
  done
  if [ -n "$purge" ] && [ -z "$uninstall" ]; then fail '--purge goes with --uninstall'; fi
  case $endpoint in
  '') ;;
  *[!]A-Za-z0-9:/.@_~%?=\&+,[-]* | *@*) fail '--endpoint takes a URL without user name, password and blanks' ;;
  ws://?* | wss://?* | http://?* | https://?*) ;;
  *) fail "--endpoint takes a URL with ws, wss, http or https, not $endpoint" ;;
  esac
  case $bin_dir in
  '' | /*) ;;
  *) fail "--bin-dir takes an absolute path, not $bin_dir" ;;
  esac
}

# Sets os, arch and flavour: together the end of an asset's name.
detect_system() {
  case $(uname -s) in
  Linux) os=linux ;;
  Darwin) os=darwin ;;
  *) fail "there is no release for $(uname -s) here; Windows has install.ps1" ;;
  esac
  case $(uname -m) in
  x86_64 | amd64) arch=amd64 ;;
  aarch64 | arm64) arch=arm64 ;;
  ppc64le) arch=ppc64le ;;
  *) fail "there is no release for $(uname -m)" ;;
  esac
  flavour=''
  if [ "$os" = linux ] && is_musl; then
    flavour=_musl
  fi
}

is_musl() {
  if [ -e /etc/alpine-release ]; then return 0; fi
  for loader in /lib/ld-musl-*; do
    if [ -e "$loader" ]; then
      for other in /lib/ld-linux* /lib64/ld-linux* /lib64/ld64*; do if [ -e "$other" ]; then return 1; fi; done
      return 0
    fi
  done
  return 1
}

set_places() {
  if [ "$(id -u)" = 0 ]; then
    as_root=yes
    bin_dir=${bin_dir:-/usr/local/bin}
    share=/usr/local/share/opampsupervisor
    man_dir=/usr/local/share/man/man1
    config_dir=/etc/opampsupervisor
    storage=/var/lib/opampsupervisor
    find_manager
  else
    as_root=''
    [ -n "${HOME:-}" ] || fail 'HOME is not set'
    bin_dir=${bin_dir:-$HOME/.local/bin}
    share=${XDG_DATA_HOME:-$HOME/.local/share}/opampsupervisor
    man_dir=${XDG_DATA_HOME:-$HOME/.local/share}/man/man1
    config_dir=${XDG_CONFIG_HOME:-$HOME/.config}/opampsupervisor
    storage=${XDG_STATE_HOME:-$HOME/.local/state}/opampsupervisor
    manager='' unit=''
  fi
  config=$config_dir/config.yaml
  # What was installed, a path a line: what --uninstall removes.
  record=$share/installed
  with_service=''
  if [ -n "$manager" ] && [ -n "$service" ]; then with_service=yes; fi
}

# Sets manager, the one of this system's services, empty where none runs; unit, its file of ours, and unit_mode; unit_source, that file in
# the archive; service_user.
find_manager() {
  manager='' unit=/etc/systemd/system/opampsupervisor.service unit_mode=644
  unit_source=opampsupervisor.service service_user=opampsupervisor
  if [ -d /run/systemd/system ] && has systemctl; then
    manager=systemd
  elif [ -d /run/openrc ] && has rc-service && has rc-update; then
    manager=OpenRC unit=/etc/init.d/opampsupervisor unit_mode=755 unit_source=opampsupervisor.openrc
  elif [ "$os" = darwin ] && has launchctl; then
    manager=launchd unit=/Library/LaunchDaemons/opampsupervisor.plist unit_source=opampsupervisor.plist service_user=root
  fi
}

# Whether the system's packages have brought a service of that name, of this supervisor or the Go one.
is_packaged() {
  if has dpkg-query && dpkg-query --show --showformat='${Status}' opampsupervisor 2>/dev/null | grep -q ' installed$'; then return 0; fi
  if has rpm && rpm --query opampsupervisor >/dev/null 2>&1; then return 0; fi
  has apk && apk info --installed opampsupervisor >/dev/null 2>&1
}

check_address() {
  case $1 in
  https://?*) ;;
  http://127.0.0.1[:/]* | http://localhost[:/]* | http://\[::1\][:/]*) ;;
  '') fail 'this copy of the script names no place of releases; set OPAMPSUPERVISOR_RELEASES_URL' ;;
  *) fail "releases come over https, which $1 is not" ;;
  esac
}

# fetch URL FILE: the whole file or a failure; three attempts.
fetch() {
  attempt=1
  while :; do
    if fetch_once "$1" "$2" 2>"$work/error"; then return 0; fi
    rm -f "$2"
    if [ "$attempt" -ge 3 ] || grep -Eq '(error: |ERROR |HTTP/1\.[01] )4(0[0-7]|10)' "$work/error"; then
      fail "$1 could not be downloaded: $(tr '\n' ' ' <"$work/error")"
    fi
    attempt=$((attempt + 1))
    sleep 1
  done
}

fetch_once() {
  if has curl; then
    case $1 in
    https:*) curl --fail --silent --show-error --location --proto '=https' --tlsv1.2 --speed-time 30 --speed-limit 1 --output "$2" "$1" ;;
    *) curl --fail --silent --show-error --location --speed-time 30 --speed-limit 1 --output "$2" "$1" ;;
    esac
  elif has wget; then
    # That of some builds of busybox breaks down where it is given a time limit.
    case $(wget --version 2>&1) in
    *GNU*) wget -T 30 -t 1 -O "$2" "$1" ;;
    *) wget -O "$2" "$1" ;;
    esac
  else
    echo 'neither curl nor wget is there' >&2
    return 1
  fi
}

sha256_of() {
  if has sha256sum; then
    sha256sum "$1" | cut -d ' ' -f 1
  elif has shasum; then
    shasum -a 256 "$1" | cut -d ' ' -f 1
  elif has openssl; then
    openssl dgst -sha256 -r "$1" | cut -d ' ' -f 1
  else
    fail 'nothing here computes SHA-256 (sha256sum, shasum, openssl)'
  fi
}

# check_sum FILE NAME CHECKSUMS: the file is the one that the checksums state under that name.
check_sum() {
  wanted=$(awk -v name="$2" '{ file = $2; sub(/^\*/, "", file); if (file == name) { print tolower($1); exit } }' "$3")
  [ -n "$wanted" ] || fail "the release has no $2"
  actual=$(sha256_of "$1")
  [ "$actual" = "$wanted" ] || fail "$2 has SHA-256 $actual, the release says $wanted; nothing was installed"
}

# check_signature CHECKSUMS BUNDLE-URL: by the key that was given or that this script came with.
check_signature() {
  if [ -n "$key_file" ]; then
    cp "$key_file" "$work/key.pem" || fail "the key $key_file cannot be read"
  elif [ -n "$public_key" ]; then
    printf '%s\n' "$public_key" >"$work/key.pem"
  else
    say 'Signature: not checked, this release is not signed (checksums are).'
    return 0
  fi
  if ! has cosign && ! has openssl; then
    if [ -n "$key_file" ]; then fail 'checking a signature takes cosign or openssl'; fi
    say 'Signature: not checked, neither cosign nor openssl is here.'
    return 0
  fi
  fetch "$2" "$work/bundle.json"
  if has cosign; then
    # Signed with a key of the project's own, which no public log knows.
    if cosign verify-blob --key "$work/key.pem" --bundle "$work/bundle.json" --insecure-ignore-tlog=true "$1" >/dev/null 2>"$work/error"; then
      say 'Signature: right (cosign).'
      return 0
    fi
    # It also fails where it cannot fetch Sigstore's trusted root, which a key does not need.
    has openssl || fail "cosign does not find the release signed by that key: $(tail -n 1 "$work/error")"
    say "cosign: $(tail -n 1 "$work/error")"
  fi
  tr -d ' \n\t' <"$work/bundle.json" |
    sed -n 's/.*"messageSignature":{[^}]*}*[^}]*"signature":"\([A-Za-z0-9+/=]*\)".*/\1/p' >"$work/signature.b64"
  openssl base64 -d -A -in "$work/signature.b64" -out "$work/signature" 2>/dev/null || :
  openssl dgst -sha256 -verify "$work/key.pem" -signature "$work/signature" "$1" >/dev/null 2>&1 ||
    fail 'the release is not signed by that key'
  say 'Signature: right (openssl).'
}

newest_version() {
  fetch "$releases/latest/download/opampsupervisor_version.txt" "$work/version"
  version=$(head -n 1 "$work/version")
}

# Everything that comes from elsewhere, checked, in $work/files.
fetch_release() {
  if [ -z "$version" ] || [ "$version" = newest ]; then newest_version; fi
  case $version in
  [0-9]*.[0-9]*.[0-9]*) ;;
  *) fail "not a version: $version" ;;
  esac
  case $version in *[!0-9A-Za-z.+-]*) fail "not a version: $version" ;; esac
  name=opampsupervisor_${version}_${os}_${arch}${flavour}.tar.gz
  say "Downloading $name"
  fetch "$releases/download/v$version/opampsupervisor_${version}_checksums.txt" "$work/checksums"
  check_signature "$work/checksums" "$releases/download/v$version/opampsupervisor_${version}_checksums.txt.sigstore.json"
  fetch "$releases/download/v$version/$name" "$work/archive"
  check_sum "$work/archive" "$name" "$work/checksums"
  say 'Checksum: right.'
  mkdir "$work/files"
  tar -xzf "$work/archive" -C "$work/files" || fail "$name cannot be unpacked"
  [ -f "$work/files/opampsupervisor" ] || fail "$name holds no opampsupervisor"
}

# Where it is to be run from: what is in the directory for temporary files may not run at all.
check_program() {
  said=$("$bin_dir/opampsupervisor.new$$" --version 2>&1) || {
    [ -z "$flavour" ] || said="$said (on Alpine it needs: apk add libstdc++)"
    fail "opampsupervisor $version does not run here: $said"
  }
  [ "$said" = "opampsupervisor $version" ] || fail "the release $version says of itself: $said"
}

fetch_collector() {
  name=otelcol-contrib_${collector_version}_${os}_${arch}.tar.gz
  from=$collector_releases/download/v$collector_version
  say "Downloading $name"
  fetch "$from/opentelemetry-collector-releases_otelcol-contrib_checksums.txt" "$work/collector-checksums"
  fetch "$from/$name" "$work/collector.tar.gz"
  check_sum "$work/collector.tar.gz" "$name" "$work/collector-checksums"
  mkdir "$work/collector"
  tar -xzf "$work/collector.tar.gz" -C "$work/collector" otelcol-contrib || fail "$name holds no otelcol-contrib"
  chmod 755 "$work/collector/otelcol-contrib"
}

# put SOURCE TARGET MODE: beside its place first; `settle` moves all of them there, when nothing can be lacking any more.
put() {
  [ ! -d "$2" ] || fail "$2 is a directory; nothing was installed"
  mkdir -p "$(dirname "$2")"
  printf '%s\n' "$2" >>"$work/put"
  cp "$1" "$2.new$$"
  chmod "$3" "$2.new$$"
}

settle() {
  mkdir -p "$share"
  { [ ! -f "$record" ] || cat "$record"; cat "$work/put"; printf '%s\n' "$record"; } | sort -u >"$record.new$$"
  mv -f "$record.new$$" "$record"
  while IFS= read -r path; do mv -f "$path.new$$" "$path"; done <"$work/put"
  : >"$work/put"
}

# Whatever happens, what was not finished is gone.
# shellcheck disable=SC2317 # `trap` calls it
clean_up() {
  if [ -f "$work/put" ]; then while IFS= read -r path; do rm -f "$path.new$$"; done <"$work/put"; fi
  rm -f "$record.new$$" "$config.new$$"
  rm -rf "$work"
}

put_files() {
  : >"$work/put"
  put "$work/files/opampsupervisor" "$bin_dir/opampsupervisor" 755
  if [ -f "$work/files/opampsupervisor.1" ]; then put "$work/files/opampsupervisor.1" "$man_dir/opampsupervisor.1" 644; fi
  if [ -f "$work/files/LICENSE" ]; then put "$work/files/LICENSE" "$share/LICENSE" 644; fi
  if [ -n "$with_collector" ]; then put "$work/collector/otelcol-contrib" "$bin_dir/otelcol-contrib" 755; fi
  if [ -n "$with_service" ]; then
    sed "s|/usr/bin/opampsupervisor|$bin_dir/opampsupervisor|g" "$work/files/$unit_source" >"$work/unit"
    put "$work/unit" "$unit" "$unit_mode"
    if [ "$manager" != launchd ] && [ ! -e "$config_dir/opampsupervisor.conf" ]; then
      put "$work/files/opampsupervisor.conf" "$config_dir/opampsupervisor.conf" 644
    fi
  fi
  check_program
  if [ -n "$with_service" ] && [ "$service_user" != root ]; then make_user; fi
  settle
}

# As it stands between double quotes in YAML.
quoted() { printf '%s\n' "$1" | sed 's/[\\"]/\\&/g'; }

write_config() {
  if [ -e "$config" ]; then
    say "Configuration: $config stays as it is."
    return 0
  fi
  collector=$bin_dir/otelcol-contrib
  if [ ! -x "$collector" ]; then collector=$(command -v otelcol-contrib || command -v otelcol || printf '%s\n' "$collector"); fi
  mkdir -p "$config_dir"
  (
    umask 077
    {
      if [ -n "$endpoint" ]; then printf 'server:\n  endpoint: "%s"\n' "$endpoint"; fi
      printf 'capabilities:\n  accepts_remote_config: true\n  reports_remote_config: true\n  accepts_restart_command: true\n'
      printf 'agent:\n  executable: "%s"\nstorage:\n  directory: "%s"\n' "$(quoted "$collector")" "$(quoted "$storage")"
    } >"$config.new$$"
  )
  if [ -n "$with_service" ] && [ "$service_user" != root ]; then
    chown "root:$service_user" "$config.new$$"
    chmod 640 "$config.new$$"
  fi
  mv "$config.new$$" "$config"
  say "Configuration: $config."
  if [ ! -x "$collector" ]; then say "Collector: none is here; --with-collector fetches one to $collector."; fi
}

# The service's own user, by whatever the system has for that.
make_user() {
  if id opampsupervisor >/dev/null 2>&1; then return 0; fi
  if has useradd; then
    useradd --system --user-group --no-create-home --home-dir "$storage" --shell /usr/sbin/nologin opampsupervisor
  elif has adduser && has addgroup; then
    addgroup -S opampsupervisor
    adduser -S -D -H -G opampsupervisor -h "$storage" -s /sbin/nologin opampsupervisor
  else
    fail 'a service needs a user, and neither useradd nor adduser is there; --no-service goes without'
  fi
}

# manage ORDER: has the service manager do it.
#   known     read its files anew
#   restart   where the service runs, the version before
#   start     now and with each start of the system
#   stop      the same, no more
#   is-loaded for launchd, which is done with a service only some time after it was told to be
manage() {
  case $manager-$1 in
  systemd-known) systemctl daemon-reload ;;
  systemd-restart) systemctl try-restart opampsupervisor ;;
  systemd-start) systemctl enable opampsupervisor >/dev/null 2>&1 && systemctl restart opampsupervisor ;;
  systemd-stop) systemctl disable --now opampsupervisor >/dev/null 2>&1 ;;
  OpenRC-restart) rc-service --ifstarted opampsupervisor restart ;;
  OpenRC-start) rc-update --quiet add opampsupervisor && rc-service opampsupervisor restart ;;
  OpenRC-stop) rc-service --ifstarted opampsupervisor stop && { rc-update --quiet delete opampsupervisor || :; } ;;
  launchd-is-loaded) launchctl print system/opampsupervisor >/dev/null 2>&1 ;;
  launchd-restart) ! manage is-loaded || manage start ;;
  launchd-start) unload && launchctl enable system/opampsupervisor && launchctl bootstrap system "$unit" ;;
  launchd-stop) unload ;;
  esac
}

unload() {
  if ! manage is-loaded; then return 0; fi
  launchctl bootout system/opampsupervisor || :
  seconds=0
  while manage is-loaded; do
    if [ "$seconds" -ge 70 ]; then return 1; fi
    seconds=$((seconds + 1))
    sleep 1
  done
}

# What an operator types for what `manage` does.
told() {
  case $manager-$1 in
  systemd-start) echo 'systemctl enable --now opampsupervisor' ;;
  systemd-log) echo 'journalctl -u opampsupervisor' ;;
  OpenRC-start) echo 'rc-update add opampsupervisor && rc-service opampsupervisor start' ;;
  OpenRC-log) echo 'the system log' ;;
  launchd-start) echo "launchctl enable system/opampsupervisor && launchctl bootstrap system $unit" ;;
  launchd-log) echo '/var/log/opampsupervisor.log' ;;
  esac
}

start_service() {
  manage known
  if [ -n "$old_service" ]; then
    manage restart || fail "everything is installed, but the service does not start again: see $(told log)"
    say 'Service: restarted, where it ran.'
    return 0
  fi
  if [ -z "$endpoint" ] && [ -n "$new_config" ]; then
    # launchd would start with the system whatever lies there.
    if [ "$manager" = launchd ]; then launchctl disable system/opampsupervisor; fi
    say "Service: not started. Name the OpAMP server in $config (server.endpoint), then:"
    say "  $(told start)"
    return 0
  fi
  manage start || fail "everything is installed, but the service does not start: see $(told log)"
  say "Service: runs. Ask it: $bin_dir/opampsupervisor status --config $config"
}

tell_plan() {
  say "opampsupervisor for ${os}_${arch}${flavour}, version ${version:-newest}, from $releases"
  say "  executable     $bin_dir/opampsupervisor"
  if [ -n "$with_collector" ]; then say "  Collector      $bin_dir/otelcol-contrib $collector_version"; fi
  if [ -e "$config" ]; then say "  configuration  $config (is there, stays)"; else say "  configuration  $config"; fi
  say "  storage        $storage"
  if [ -n "$with_service" ]; then
    say "  service        $unit, as the user $service_user"
  elif [ -n "$as_root" ] && [ -n "$service" ]; then
    say '  service        none: neither systemd nor OpenRC nor launchd runs here'
  fi
}

install_all() {
  releases=${OPAMPSUPERVISOR_RELEASES_URL:-$releases}
  releases=${releases%/}
  collector_releases=${OTELCOL_RELEASES_URL:-$collector_releases}
  collector_releases=${collector_releases%/}
  check_address "$releases"
  if [ -n "$with_collector" ]; then check_address "$collector_releases"; fi
  if [ -n "$with_service" ]; then
    if is_packaged; then
      fail 'the package opampsupervisor is installed: upgrade it by its own means or remove it first; --no-service goes beside it'
    fi
    case $bin_dir in *[!A-Za-z0-9/._+-]*) fail "a service cannot run from $bin_dir: --bin-dir takes letters, digits and / . _ + -" ;; esac
  fi
  tell_plan
  if [ -n "$dry_run" ]; then return 0; fi
  fetch_release
  if [ -n "$with_collector" ]; then fetch_collector; fi
  if [ -n "$with_service" ]; then
    [ -f "$work/files/$unit_source" ] || fail "the release holds no service for $manager"
  fi
  old_service=''
  if [ -n "$with_service" ] && [ -e "$unit" ]; then old_service=yes; fi
  put_files
  new_config=''
  if [ ! -e "$config" ]; then new_config=yes; fi
  write_config
  say "Installed: $bin_dir/opampsupervisor $version."
  if [ -n "$with_service" ]; then
    start_service
  else
    case ":${PATH:-}:" in *":$bin_dir:"*) ;; *) say "$bin_dir is not on PATH." ;; esac
    if [ -z "$endpoint" ] && [ -n "$new_config" ]; then say "Name the OpAMP server in it (server.endpoint)."; fi
    say "Run it: $bin_dir/opampsupervisor --config $config"
  fi
}

remove_all() {
  if [ ! -f "$record" ]; then
    # What an earlier --uninstall has left can still be purged.
    { [ -n "$purge" ] && { [ -e "$config_dir" ] || [ -e "$storage" ]; }; } || fail "nothing is installed here (there is no $record)"
    : >"$work/installed"
    record=$work/installed
  fi
  if [ -n "$dry_run" ]; then
    say 'Would remove:'
    sed 's/^/  /' "$record"
    if [ -n "$purge" ]; then say "  $config_dir" && say "  $storage"; fi
    return 0
  fi
  if [ -n "$purge" ] && [ -n "$as_root" ] && is_packaged; then fail "$config_dir and $storage are those of the package opampsupervisor"; fi
  if [ -n "$manager" ] && [ -e "$unit" ] && grep -qxF "$unit" "$record"; then
    manage stop || fail 'the service does not stop; nothing was removed'
  fi
  cp "$record" "$work/remove"
  while IFS= read -r path; do
    # A file of the configuration's directory may have been edited. The record stays until all that it names is gone.
    case $path in "$config_dir"/*) [ -n "$purge" ] || continue ;; "$record") continue ;; esac
    rm -f "$path" || fail "not all of it could be removed"
    say "Removed $path"
  done <"$work/remove"
  rm -f "$record"
  rmdir "$share" 2>/dev/null || :
  if [ -n "$manager" ]; then manage known; fi
  if [ -n "$purge" ]; then
    rm -rf "$config_dir" "$storage"
    if [ -n "$as_root" ]; then
      # What the service manager has written or made for the service.
      rm -rf /var/log/opampsupervisor /var/log/opampsupervisor.log
      for remove in userdel deluser; do if has "$remove"; then "$remove" opampsupervisor >/dev/null 2>&1 || :; fi; done
    fi
    say "Removed $config_dir and $storage"
  else
    say "Configuration and storage stay: $config_dir, $storage (--purge removes them)"
  fi
}

main() {
  read_arguments "$@"
  detect_system
  set_places
  work=$(mktemp -d "${TMPDIR:-/tmp}/opampsupervisor.XXXXXXXX")
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  if [ -n "$uninstall" ]; then remove_all; else install_all; fi
}

{ main "$@"; exit; }

#!/usr/bin/env bash
# chromium.sh - a real headless Chromium (Debian's chromium-headless-shell) without
# root install; prints the path of the program.
#
#   chromium.sh
#
# Idempotent: downloads the packages once (about 90 MB over the wire). It runs with
# the system's libc, so that of bookworm suits Debian 12 and later.
#
# Environment: SQLSAFE_SERVERS_DIR (default: this script's folder), CHROMIUM_SUITE (bookworm).
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=${SQLSAFE_SERVERS_DIR:-$here}
suite=${CHROMIUM_SUITE:-bookworm}
root=$home/chromium-$suite

# shellcheck source=lib/debroot.sh
source "$here/lib/debroot.sh"

install_chromium() {
  [[ -f $root/.ready ]] && return
  echo "chromium: downloading chromium-headless-shell from Debian $suite" >&2
  rm -rf "$root.part"
  # Chromium starts itself again by /proc/self/exe, which another ld.so would be: the system's libc has to do.
  DEBROOT_SKIP='libc6 libgcc-s1 libstdc++6 x11-utils xdg-utils' debroot "$suite" "$root.part" chromium-headless-shell fonts-dejavu-core
  cat >"$root.part/etc/fonts/local.conf" <<CONF
<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>$root/usr/share/fonts</dir><cachedir>$root/.fonts</cachedir></fontconfig>
CONF
  mkdir -p "$root.part/bin"
  cat >"$root.part/bin/chromium" <<WRAP
#!/bin/sh
export LD_LIBRARY_PATH='$(debroot_libs "$root"):$root/usr/lib/x86_64-linux-gnu/pulseaudio' FONTCONFIG_FILE='$root/etc/fonts/local.conf'
exec '$root/usr/lib/chromium/chromium-headless-shell' "\$@"
WRAP
  chmod +x "$root.part/bin/chromium"
  : >"$root.part/.ready"
  rm -rf "$root"; mv "$root.part" "$root"
}

mkdir -p "$home"
exec 3>&1 1>&2
install_chromium
echo "$root/bin/chromium" >&3

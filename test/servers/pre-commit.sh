#!/usr/bin/env bash
# pre-commit.sh - the real pre-commit (https://pre-commit.com), from Debian, with a Python of its own; nothing is
# installed into the system. Prints the path of the program.
#
# Environment: SQLSAFE_SERVERS_DIR (default: this script's folder), PRE_COMMIT_SUITE (trixie).
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=${SQLSAFE_SERVERS_DIR:-$here}
suite=${PRE_COMMIT_SUITE:-trixie}
root=$home/pre-commit-$suite

# shellcheck source=lib/debroot.sh
source "$here/lib/debroot.sh"

if [[ ! -f $root/.ready ]]; then
  echo "pre-commit: downloading from Debian $suite" >&2
  mkdir -p "$home"
  part=$(mktemp -d "$root.XXXX")
  # Node is the tester's, and git too.
  DEBROOT_SKIP="perl perl-base perlapi debconf nodejs git ${DEBROOT_SKIP-}" debroot "$suite" "$part" pre-commit python3 >&2
  mkdir -p "$part/bin"
  # Python takes itself for what it is called by: what it starts must find its libraries, too.
  cat >"$part/bin/python3" <<WRAP
#!/bin/sh
r=\$(cd "\$(dirname "\$(readlink -f "\$0")")/.." && pwd)
PYTHONHOME=\$r/usr PYTHONPATH=\$r/usr/lib/python3/dist-packages PYTHONDONTWRITEBYTECODE=1
export PYTHONHOME PYTHONPATH PYTHONDONTWRITEBYTECODE
exec "\$r$(debroot_ld "$part" | sed "s|^$part||")" --argv0 "\$r/bin/python3" \\
  --library-path "\$r/usr/lib/x86_64-linux-gnu:\$r/lib/x86_64-linux-gnu" "\$r/usr/bin/python3" "\$@"
WRAP
  cat >"$part/bin/pre-commit" <<'WRAP'
#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/python3" -m pre_commit "$@"
WRAP
  chmod 755 "$part" "$part/bin/python3" "$part/bin/pre-commit"
  "$part/bin/pre-commit" --version >&2
  : >"$part/.ready"
  rm -rf "$root"; mv "$part" "$root"
fi
echo "$root/bin/pre-commit"

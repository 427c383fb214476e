#!/usr/bin/env bash
# percona-toolkit.sh - percona-toolkit (pt-online-schema-change), unpacked beside the
# servers and run by the system's perl; nothing is installed into the system.
# Prints the path of a wrapper. PT_SUITE: sid (3.7, default) or bookworm (3.2).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=${SQLSAFE_SERVERS_DIR:-$here}
suite=${PT_SUITE:-sid}
root=$home/percona-toolkit-$suite
# shellcheck source=lib/debroot.sh
source "$here/lib/debroot.sh"
if [[ ! -f $root/.ready ]]; then
  rm -rf "$root" "$root.pt"
  # The perl modules must be those of this machine's own perl ...
  release=$(. /etc/os-release && echo "$VERSION_CODENAME")
  DEBROOT_SKIP="perl perl-base perlapi-$(perl -e 'printf "%vd", $^V') debconf libc6 libgcc-s1 zlib1g libzstd1 libssl3 libssl3t64" \
    debroot "$release" "$root" libdbd-mysql-perl libterm-readkey-perl
  # ... the toolkit itself is plain perl, of any release.
  DEBROOT_SKIP="perl perl-base libdbi-perl libdbd-mysql-perl libterm-readkey-perl procps gdb fdisk util-linux libc6 debconf" \
    debroot "$suite" "$root.pt" percona-toolkit
  mkdir -p "$root/usr/bin"
  cp -a "$root.pt/usr/bin/pt-online-schema-change" "$root/usr/bin/"; rm -rf "$root.pt"
  mkdir -p "$root/bin"
  cat >"$root/bin/pt-online-schema-change" <<WRAP
#!/bin/sh
r=\$(cd "\$(dirname "\$(readlink -f "\$0")")/.." && pwd)
v=\$(perl -e 'print \$^V =~ /v(\d+\.\d+)/')
export PERL5LIB="\$r/usr/lib/x86_64-linux-gnu/perl5/\$v:\$r/usr/share/perl5"
export LD_LIBRARY_PATH="\$r/usr/lib/x86_64-linux-gnu"
export MARIADB_PLUGIN_DIR="\$r/usr/lib/x86_64-linux-gnu/libmariadb3/plugin"   # caching_sha2_password
exec perl "\$r/usr/bin/pt-online-schema-change" "\$@"
WRAP
  chmod +x "$root/bin/pt-online-schema-change"
  : >"$root/.ready"
fi
echo "$root/bin/pt-online-schema-change"

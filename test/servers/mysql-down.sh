#!/usr/bin/env bash
# mysql-down.sh - stop the server that mysql-up.sh (or mariadb-up.sh) started.
#   mysql-down.sh [--port N] [--data DIR] [--wipe]
set -euo pipefail
home=${SQLSAFE_SERVERS_DIR:-$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)}
port=33097 data='' wipe=0
while (($#)); do
  case $1 in
    --port) port=$2; shift 2 ;;
    --data) data=$2; shift 2 ;;
    --wipe) wipe=1; shift ;;
    *) echo "usage: mysql-down.sh [--port N] [--data DIR] [--wipe]" >&2; exit 2 ;;
  esac
done
data=$(realpath -m "${data:-$home/data/mysql-$port}")
pidfile=$data/mysqld.pid
# Only a process that really serves this data directory is ended; one that has ended
# but was not yet reaped (a zombie) has an empty command line, so it counts as gone.
serves() { tr '\0' '\n' <"/proc/$1/cmdline" 2>/dev/null | grep -qx -- "--datadir=$data"; }
if [[ -f $pidfile ]]; then
  pid=$(cat "$pidfile")
  if serves "$pid"; then
    # A server whose data is thrown away needs no orderly shutdown.
    if ((wipe)); then kill -9 "$pid"; else kill "$pid"; fi
    for ((i = 0; i < 600; i++)); do serves "$pid" || break; sleep 0.05; done
    if serves "$pid"; then kill -9 "$pid"; fi
  fi
  rm -f "$pidfile"
fi
if ((wipe)); then rm -rf "$data" "$data.tmp"; fi

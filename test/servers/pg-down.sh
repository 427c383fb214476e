#!/usr/bin/env bash
# pg-down.sh - stop the server that pg-up.sh started.
#   pg-down.sh [--port N] [--data DIR] [--wipe]
set -euo pipefail
home=${SQLSAFE_SERVERS_DIR:-$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)}
port=54018 data='' wipe=0
while (($#)); do
  case $1 in
    --port) port=$2; shift 2 ;;
    --data) data=$2; shift 2 ;;
    --wipe) wipe=1; shift ;;
    *) echo "usage: pg-down.sh [--port N] [--data DIR] [--wipe]" >&2; exit 2 ;;
  esac
done
data=$(realpath -m "${data:-$home/data/pg-$port}")
# SIGINT is a fast shutdown, SIGQUIT an immediate one. Only a process that really
# serves this data directory is ended (its working directory is that folder).
serves() { [[ $(readlink "/proc/$1/cwd" 2>/dev/null) = "$data" ]]; }
if [[ -f $data/postmaster.pid ]]; then
  pid=$(head -1 "$data/postmaster.pid")
  if serves "$pid"; then
    if ((wipe)); then kill -QUIT "$pid"; else kill -INT "$pid"; fi
    for ((i = 0; i < 600; i++)); do serves "$pid" || break; sleep 0.05; done
  fi
fi
if ((wipe)); then rm -rf "$data"; fi

#!/usr/bin/env bash
# mariadb-down.sh [--port N] [--data DIR] [--wipe] - stop what mariadb-up.sh started.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
port=33306 data='' wipe=()
while (($#)); do
  case $1 in
    --port) port=$2; shift 2 ;;
    --data) data=$2; shift 2 ;;
    --wipe) wipe=(--wipe); shift ;;
    *) echo "usage: mariadb-down.sh [--port N] [--data DIR] [--wipe]" >&2; exit 2 ;;
  esac
done
exec "$here/mysql-down.sh" --data "${data:-${SQLSAFE_SERVERS_DIR:-$here}/data/mariadb-$port}" "${wipe[@]}"

#!/usr/bin/env bash
# mariadb-up.sh - a real MariaDB server on loopback, without root install,
# chroot, systemd or Docker; lives beside any MySQL and any system MariaDB.
#
#   mariadb-up.sh [--port N] [--data DIR] [--server-id N] [--replica-of PORT]
#                 [--install-only] [-- MARIADBD_OPTION...]
#
# Environment: SQLSAFE_SERVERS_DIR (default: this script's folder),
#   MARIADB_SUITE  the Debian suite: bookworm (10.11, the default) or trixie (11.8).
# Idempotent, in the same way as mysql-up.sh. Stop it with mysql-down.sh --data or
# mariadb-down.sh. Account made: root / no password, over loopback.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=${SQLSAFE_SERVERS_DIR:-$here}
suite=${MARIADB_SUITE:-bookworm}
root=$home/mariadb-$suite
port=33306 data='' server_id='' replica_of='' install_only=0
while (($#)); do
  case $1 in
    --port) port=$2; shift 2 ;;
    --data) data=$2; shift 2 ;;
    --server-id) server_id=$2; shift 2 ;;
    --replica-of) replica_of=$2; shift 2 ;;
    --install-only) install_only=1; shift ;;
    --) shift; break ;;
    *) echo "usage: mariadb-up.sh [--port N] [--data DIR] [--server-id N] [--replica-of PORT] [--install-only] [-- OPTION...]" >&2; exit 2 ;;
  esac
done
extra=("$@")
data=$(realpath -m "${data:-$home/data/mariadb-$port}")
server_id=${server_id:-$port}

log() { echo "mariadb-up: $*" >&2; }

# shellcheck source=lib/debroot.sh
source "$here/lib/debroot.sh"
run() { debroot_run "$root" "$@"; }

install_mariadb() {
  [[ -f $root/.ready && -f $(debroot_eatmydata "$root") ]] && return
  log "downloading mariadb-server-core from Debian $suite"
  rm -rf "$root.part"
  debroot "$suite" "$root.part" mariadb-server-core mariadb-client-core libeatmydata1
  rm -f "$root.part"/usr/bin/{resolveip,innochecksum,mariadb-check,mysql_*,mariadb-upgrade}
  rm -rf "$root"; mv "$root.part" "$root"
  debroot_wrap "$root" usr/bin/mariadb
  : >"$root/.ready"
}

share() { if [[ -d $root/usr/share/mariadb ]]; then echo "$root/usr/share/mariadb"; else echo "$root/usr/share/mysql"; fi; }

# A folder of its own for temporary tables: a server that starts removes those of others.
server_options() {
  local dir=$1
  mkdir -p "$dir.tmp"
  printf '%s\n' --no-defaults \
    --basedir="$root/usr" --datadir="$dir" --tmpdir="$dir.tmp" \
    --lc-messages-dir="$(share)" --character-sets-dir="$(share)/charsets" \
    --innodb-buffer-pool-size=64M --innodb-log-file-size=16M --innodb-flush-log-at-trx-commit=0 \
    --innodb-doublewrite=OFF --key-buffer-size=1M --aria-pagecache-buffer-size=1M --max-connections=300 \
    --table-open-cache=400 --table-definition-cache=400
  if [[ $(id -u) = 0 ]]; then echo --user=root; fi
}

# What mariadb-install-db does, without its search for programs in system folders.
make_template() {
  [[ -f $root/template/.ready ]] && return
  log "initialising a template data directory"
  rm -rf "$root/template"; mkdir -p "$root/template/mysql"
  local opts share prefix=mysql
  share=$(share)
  if [[ -f $share/mariadb_system_tables.sql ]]; then prefix=mariadb; fi
  mapfile -t opts < <(server_options "$root/template")
  {
    echo 'use mysql;'
    cat "$share/${prefix}_system_tables.sql" "$share/${prefix}_performance_tables.sql" \
      "$share/${prefix}_system_tables_data.sql" "$share/maria_add_gis_sp_bootstrap.sql"
    if [[ -f $share/${prefix}_sys_schema.sql ]]; then cat "$share/${prefix}_sys_schema.sql"; fi
    # (the bootstrap reader wants each statement to end its line)
    printf '%s;\n' 'FLUSH PRIVILEGES' \
      "CREATE OR REPLACE USER root@localhost IDENTIFIED BY ''" 'GRANT ALL ON *.* TO root@localhost WITH GRANT OPTION' \
      "CREATE OR REPLACE USER root@'%' IDENTIFIED BY ''" "GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION"
  } >"$root/init.sql"
  run usr/sbin/mariadbd "${opts[@]}" --bootstrap --default-storage-engine=Aria --enforce-storage-engine= \
    --max-allowed-packet=8M --net-buffer-length=16K --loose-tls-version= \
    <"$root/init.sql" >"$root/template.log" 2>&1 || { cat "$root/template.log" >&2; exit 1; }
  : >"$root/template/.ready"
}

client() { run usr/bin/mariadb --no-defaults --protocol=tcp -h127.0.0.1 -uroot -P "$@"; }
alive() { [[ -f $data/mysqld.pid ]] && kill -0 "$(cat "$data/mysqld.pid")" 2>/dev/null; }
# Ready means: the server of THIS data directory answers on the port.
ready() { [[ $(client "$port" -Ne 'SELECT @@datadir' 2>/dev/null) = "$data/" ]]; }

start() {
  if alive && ready; then return; fi
  if [[ ! -d $data/mysql ]]; then
    mkdir -p "$data"; cp -a --reflink=auto "$root/template/." "$data/"
  fi
  rm -f "$data/mysqld.pid"
  local opts; mapfile -t opts < <(server_options "$data")
  # performance_schema and its mdl instrument, and the ROW binlog, are off by
  # default in MariaDB; the metadata_lock_info plugin is not in the core package.
  local command; mapfile -t command < <(debroot_command "$root" usr/sbin/mariadbd)
  nohup setsid "${command[@]}" "${opts[@]}" \
    --bind-address=127.0.0.1 --port="$port" --socket="$data/mysqld.sock" \
    --pid-file="$data/mysqld.pid" --log-error="$data/error.log" --server-id="$server_id" \
    --log-bin=binlog --binlog-format=ROW --log-slave-updates --report-host=127.0.0.1 --report-port="$port" \
    --performance-schema=ON --performance-schema-instrument='wait/lock/metadata/sql/mdl=ON' \
    "${extra[@]}" >/dev/null 2>"$data/stderr.log" </dev/null &
  local pid=$! i
  for ((i = 0; i < 6000; i++)); do
    if ready; then return; fi
    if ! kill -0 "$pid" 2>/dev/null && ! alive; then
      log "mariadbd ended; the last lines of its log:"; tail -n 15 "$data/error.log" "$data/stderr.log" >&2; exit 1
    fi
    sleep 0.05
  done
  log "mariadbd did not answer within 5 minutes"; exit 1
}

# One at a time: test files that run side by side may all call this script.
mkdir -p "$home"; exec 9>"$home/.lock"; flock 9
install_mariadb
make_template
exec 9>&-
((install_only)) && exit 0
start
if [[ -n $replica_of ]] && ! client "$port" -Ne "SHOW REPLICA STATUS" | grep -q .; then
  # The template is the same on both sides, so the replica starts at the source's
  # first event.
  client "$port" -e "CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT=$replica_of,
    MASTER_USER='root', MASTER_PASSWORD='', MASTER_USE_GTID=slave_pos; START SLAVE;"
fi
echo "mysql://root@127.0.0.1:$port/"

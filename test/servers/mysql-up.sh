#!/usr/bin/env bash
# mysql-up.sh - a real MySQL server (Debian sid's mysql-server-core, 9.7 at the
# time of writing) on loopback, without root install, chroot, systemd or Docker.
#
#   mysql-up.sh [--port N] [--data DIR] [--server-id N] [--replica-of PORT]
#               [--install-only] [-- MYSQLD_OPTION...]
#
# Idempotent: downloads the packages once (about 67 MB over the wire, 6 s), makes
# an initialised template data directory once, copies it for each new --data
# directory, and does nothing but print the URL where that server already runs.
# With --replica-of PORT the server is made a GTID replica of the one on PORT.
#
# Environment: SQLSAFE_SERVERS_DIR (default: this script's folder), MYSQL_SUITE (sid).
# Account made: root / no password, from anywhere that can reach loopback.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=${SQLSAFE_SERVERS_DIR:-$here}
suite=${MYSQL_SUITE:-sid}
root=$home/mysql-$suite
port=33097 data='' server_id='' replica_of='' install_only=0
while (($#)); do
  case $1 in
    --port) port=$2; shift 2 ;;
    --data) data=$2; shift 2 ;;
    --server-id) server_id=$2; shift 2 ;;
    --replica-of) replica_of=$2; shift 2 ;;
    --install-only) install_only=1; shift ;;
    --) shift; break ;;
    *) echo "usage: mysql-up.sh [--port N] [--data DIR] [--server-id N] [--replica-of PORT] [--install-only] [-- OPTION...]" >&2; exit 2 ;;
  esac
done
extra=("$@")
data=$(realpath -m "${data:-$home/data/mysql-$port}")
server_id=${server_id:-$port}

log() { echo "mysql-up: $*" >&2; }

# sid's programs need sid's libc, so each is started through sid's own ld.so.
# shellcheck source=lib/debroot.sh
source "$here/lib/debroot.sh"
run() { debroot_run "$root" "$@"; }

install_mysql() {
  [[ -f $root/.ready && -f $(debroot_eatmydata "$root") ]] && return
  log "downloading mysql-server-core from Debian $suite"
  rm -rf "$root.part"
  debroot "$suite" "$root.part" mysql-server-core mysql-client-core libeatmydata1
  # Keep the server, its plugins and four clients; drop what a test never uses.
  (
    cd "$root.part/usr"
    find bin -type f ! -name mysql ! -name mysqladmin ! -name mysqldump ! -name mysqlbinlog -delete
    find bin -type l -delete
    rm -rf share/{gcc,gdb,mysql-common} lib/sasl2 lib/x86_64-linux-gnu/{gconv,engines-3,krb5} \
      lib/x86_64-linux-gnu/{libicutest*,libicutu*,libicuio*,libtcmalloc_*,libprofiler*,libdb-5*}
  )
  rm -rf "$root"; mv "$root.part" "$root"
  debroot_wrap "$root" usr/bin/mysql usr/bin/mysqladmin usr/bin/mysqldump usr/bin/mysqlbinlog
  : >"$root/.ready"
}

# Everything a server needs to find its own files, and to be light and quick.
# Nothing here changes how DDL, locks or the binlog behave.
# A folder of its own for temporary tables: a server that starts removes those of others.
server_options() {
  local dir=$1
  mkdir -p "$dir.tmp"
  printf '%s\n' --no-defaults \
    --basedir="$root/usr" --datadir="$dir" --tmpdir="$dir.tmp" --plugin-dir="$root/usr/lib/mysql/plugin" \
    --lc-messages-dir="$root/usr/share/mysql" --character-sets-dir="$root/usr/share/mysql/charsets" \
    --innodb-buffer-pool-size=64M --innodb-redo-log-capacity=16M --innodb-flush-log-at-trx-commit=0 \
    --innodb-doublewrite=OFF --sync-binlog=0 --mysqlx=OFF --secure-file-priv=NULL \
    --innodb-log-buffer-size=1M --key-buffer-size=1M --max-connections=300 \
    --table-open-cache=400 --table-definition-cache=400 \
    --performance-schema-digests-size=200 --performance-schema-events-statements-history-long-size=100
  if [[ $(id -u) = 0 ]]; then echo --user=root; fi
}

make_template() {
  [[ -f $root/template/.ready ]] && return
  log "initialising a template data directory"
  rm -rf "$root/template"; mkdir -p "$root/template"
  cat >"$root/init.sql" <<'SQL'
CREATE USER 'root'@'%' IDENTIFIED WITH caching_sha2_password BY '';
GRANT ALL PRIVILEGES ON *.* TO 'root'@'%' WITH GRANT OPTION;
SQL
  local opts; mapfile -t opts < <(server_options "$root/template")
  run usr/sbin/mysqld "${opts[@]}" --initialize-insecure --init-file="$root/init.sql" \
    --log-error="$root/template.log" || { cat "$root/template.log" >&2; exit 1; }
  rm -f "$root/template/auto.cnf"   # else every copy has the same server_uuid
  : >"$root/template/.ready"
}

client() { run usr/bin/mysql --no-defaults --protocol=tcp -h127.0.0.1 -uroot -P "$@"; }
alive() { [[ -f $data/mysqld.pid ]] && kill -0 "$(cat "$data/mysqld.pid")" 2>/dev/null; }
# Ready means: the server of THIS data directory answers on the port.
ready() { [[ $(client "$port" -Ne 'SELECT @@datadir' 2>/dev/null) = "$data/" ]]; }

start() {
  if alive && ready; then return; fi
  if [[ ! -d $data/mysql ]]; then
    make_template
    mkdir -p "$data"; cp -a --reflink=auto "$root/template/." "$data/"
  fi
  rm -f "$data/mysqld.pid"
  local opts; mapfile -t opts < <(server_options "$data")
  local command; mapfile -t command < <(debroot_command "$root" usr/sbin/mysqld)
  nohup setsid "${command[@]}" "${opts[@]}" \
    --bind-address=127.0.0.1 --port="$port" --socket="$data/mysqld.sock" \
    --pid-file="$data/mysqld.pid" --log-error="$data/error.log" --server-id="$server_id" \
    --gtid-mode=ON --enforce-gtid-consistency=ON --log-bin=binlog --report-host=127.0.0.1 --report-port="$port" \
    "${extra[@]}" >/dev/null 2>"$data/stderr.log" </dev/null &
  local pid=$! i
  for ((i = 0; i < 6000; i++)); do
    if ready; then return; fi
    if ! kill -0 "$pid" 2>/dev/null && ! alive; then
      log "mysqld ended; the last lines of its log:"; tail -n 15 "$data/error.log" "$data/stderr.log" >&2; exit 1
    fi
    sleep 0.05
  done
  log "mysqld did not answer within 5 minutes"; exit 1
}

# One at a time: test files that run side by side may all call this script.
mkdir -p "$home"; exec 9>"$home/.lock"; flock 9
install_mysql
make_template
exec 9>&-
((install_only)) && exit 0
start
if [[ -n $replica_of ]] && ! client "$port" -Ne "SHOW REPLICA STATUS" | grep -q .; then
  client "$port" -e "CHANGE REPLICATION SOURCE TO SOURCE_HOST='127.0.0.1', SOURCE_PORT=$replica_of,
    SOURCE_USER='root', SOURCE_PASSWORD='', SOURCE_AUTO_POSITION=1, GET_SOURCE_PUBLIC_KEY=1; START REPLICA;"
fi
echo "mysql://root@127.0.0.1:$port/"

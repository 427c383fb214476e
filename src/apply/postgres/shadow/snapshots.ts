/** Transactions that would miss rows of the new table, because they look at the data of a time before its copy. */
import type {Connection} from '../../connection/connection.js'

/** The server's time, as text that it reads back. */
export async function clockOf(connection: Connection): Promise<string> {
  const [row] = await connection.query<{now: string}>('SELECT clock_timestamp()::text AS now')
  return row?.now ?? ''
}

/** A session with a snapshot that may be too old. */
export interface OldSnapshot {
  /** Of its transaction: the same at the next look, if it is still that one. */
  key: string
  /** In a few words. */
  who: string
  /**
   * `writer`: it waits for a lock of ours, to write to the table, or to take a number for that. `statement`: one that began its own transaction, and that took its
   * locks before it began to read. `other`: anything else.
   */
  kind: 'writer' | 'statement' | 'other'
}

/** What is looked for. */
export interface Look {
  /** Transactions that began later are no matter. */
  since: string
  /** Id of the last transaction that wrote the new table: who sees it as done sees all rows. `null`: nobody asks. */
  last: string | null
}

/**
 * Who has a snapshot, and began before that time. Isolation levels of others are not told by the server: a transaction
 * that takes a new snapshot for each statement looks like one that keeps to its first.
 *
 * What the view says is kept until the end of a transaction, so it is told to look anew.
 * https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-STATS-VIEWS
 * https://www.postgresql.org/docs/current/transaction-iso.html
 *
 * @throws {Error} When sessions are hidden from our role: nobody knows what these see.
 */
export async function oldSnapshots(connection: Connection, {last, since}: Look): Promise<OldSnapshot[]> {
  await connection.query('SELECT pg_stat_clear_snapshot()')
  const rows = await connection.query<{key: string; who: string; kind: OldSnapshot['kind'] | 'hidden'}>(
    `SELECT format('%s %s', a.pid, a.xact_start) AS key,
       format('process %s%s, open for %s s: %s', a.pid, ' of ' || nullif(a.application_name, ''),
         coalesce(extract(epoch FROM clock_timestamp() - a.xact_start)::bigint::text, '?'), left(a.query, 100)) AS who,
       CASE WHEN a.query = '<insufficient privilege>' THEN 'hidden'
         WHEN l.mode = 'RowExclusiveLock' AND a.query !~* '\\mlock\\M'
           AND pg_backend_pid() = ANY (pg_blocking_pids(a.pid)) THEN 'writer'
         WHEN l.pid IS NULL AND a.state = 'active' AND a.xact_start = a.query_start THEN 'statement'
         ELSE 'other' END AS kind
     FROM pg_stat_activity a
     LEFT JOIN pg_locks l ON l.pid = a.pid AND NOT l.granted AND l.locktype = 'relation'
     WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
       AND (a.query = '<insufficient privilege>' OR ${readsTables} AND a.backend_xmin IS NOT NULL
         -- Not told where \`track_activities\` is off.
         AND (a.xact_start IS NULL OR a.xact_start < $1::timestamptz)
         AND ($2::text IS NULL OR age(a.backend_xmin) >= age(xid($2::xid8))))
     ORDER BY a.xact_start`,
    [since, last]
  )
  if (rows.some(({kind}) => kind === 'hidden')) throw await hidden(connection)
  return rows.flatMap(({key, kind, who}) => (kind === 'hidden' ? [] : [{key, kind, who}]))
}

/** Also background workers of extensions; parallel workers share the snapshot of their leader. */
const readsTables = `a.backend_type NOT IN ('autovacuum launcher', 'autovacuum worker', 'logical replication launcher',
  'parallel worker', 'walsender')`

/** What a session does is shown to its own role, and to who may read all. */
async function hidden(connection: Connection): Promise<Error> {
  const [row] = await connection.query<{pids: string; role: string}>(
    `SELECT string_agg(DISTINCT format('%s of role %s', pid, usename), ', ') AS pids, quote_ident(current_user) AS role
     FROM pg_stat_activity WHERE datname = current_database() AND query = '<insufficient privilege>'`
  )
  return new Error(
    `Unexpected lack of privileges on what the processes ${row?.pids ?? ''} see, expected them: a transaction that is older than the copy would see a table without rows; \`GRANT pg_read_all_stats TO ${row?.role ?? ''}\``
  )
}

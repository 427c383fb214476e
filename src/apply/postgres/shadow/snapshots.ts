/** Transactions that would miss rows of the new table, because they look at the data of a time before its copy. */
import type {Connection} from '../../connection.js'
import type {ShadowNames} from './names.js'
import type {ShadowRecord} from './record.js'

/** The server's time, as text that it reads back. */
export async function clockOf(connection: Connection): Promise<string> {
  const [row] = await connection.query<{now: string}>('SELECT clock_timestamp()::text AS now')
  return row?.now ?? ''
}

interface Look {
  /** All rows of the new table were committed before. */
  since: string
  /**
   * Whether a statement that began its own transaction is let be: it took its locks before it began to read, and does
   * not come to this table any more.
   */
  relaxed: boolean
}

/**
 * Who has a snapshot from before that time: each in a few words.
 *
 * A session that waits for the table to write to it takes a new snapshot once it goes on, unless its transaction keeps
 * to one: whether any writer of this table does was noted with the log.
 * https://www.postgresql.org/docs/current/transaction-iso.html
 * https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ACTIVITY-VIEW
 */
export async function oldSnapshots(
  connection: Connection,
  {source}: ShadowRecord,
  {record}: ShadowNames,
  {relaxed, since}: Look
): Promise<string[]> {
  const rows = await connection.query<{who: string}>(
    `SELECT CASE WHEN a.query = '<insufficient privilege>'
       THEN format('process %s of role %s, whose transactions are hidden from this role: GRANT pg_read_all_stats TO %I',
         a.pid, a.usename, current_user)
       ELSE format('process %s%s, open for %s s: %s', a.pid, ' of ' || nullif(a.application_name, ''),
         coalesce(extract(epoch FROM clock_timestamp() - a.xact_start)::bigint::text, '?'), left(a.query, 100))
       END AS who
     FROM pg_stat_activity a
     LEFT JOIN pg_locks l ON l.pid = a.pid AND NOT l.granted AND l.locktype = 'relation' AND l.relation = $1
     WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
       AND (a.query = '<insufficient privilege>' OR a.backend_type = 'client backend'
         AND a.backend_xmin IS NOT NULL
         -- Not told where \`track_activities\` is off.
         AND (a.xact_start IS NULL OR a.xact_start < $2::timestamptz)
         AND NOT (coalesce(l.mode, '') IN ('RowExclusiveLock', 'RowShareLock')
           AND NOT (SELECT old_snapshots FROM ${record}))
         AND NOT ($3 AND l.pid IS NULL AND a.state = 'active' AND a.xact_start = a.query_start))
     ORDER BY a.xact_start LIMIT 5`,
    [source, since, String(relaxed)]
  )
  return rows.map(({who}) => who)
}

import type {Row} from '../../connection/connection.js'
import type {PreflightFinding, PreflightView} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {text} from '../../connection/row.js'
import {asParameter, family, isClient, tableOf} from '../view/relations.js'
import {waitsForSnapshots} from '../../view/work.js'

/** What waits for a lock stands behind every transaction that has one, and others queue up behind what waits. */
export const longTransactions = definePreflightCheck({
  name: 'long-transactions',
  summary: 'no transaction that has been open for long holds locks, or snapshots that index builds wait for',
  async check(view) {
    const holders = await view.connection.query(
      `${family}
       SELECT DISTINCT ON (s.pid) w.schema, w.name, l.mode, ${session}
       FROM pg_locks l
       JOIN family f ON f.oid = l.relation
       JOIN wanted w ON w.oid = f.root
       JOIN pg_stat_activity s ON s.pid = l.pid
       WHERE l.locktype = 'relation' AND s.pid <> pg_backend_pid() AND ${isOld} AND ${isClient}
         AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
       ORDER BY s.pid, length(l.mode) DESC`,
      [asParameter(view.tables), view.settings.maxTransactionAgeSeconds]
    )
    const seen = new Set(holders.map(({pid}) => pid))
    const readers = await oldSnapshots(view)
    return [
      ...holders.map((row) =>
        finding(`holds ${lockName(row)} on ${tableOf(row)}`, row, view, 'wait for its end, or end it')
      ),
      ...readers
        .filter(({pid}) => !seen.has(pid))
        .map((row) => finding('holds an old snapshot', row, view, 'building an index or swapping tables waits for it'))
    ]
  }
})

/** https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY */
function oldSnapshots({connection, settings, steps}: PreflightView): Promise<Row[]> {
  if (!waitsForSnapshots(steps)) return Promise.resolve([])
  return connection.query(
    `SELECT ${session}
     FROM pg_stat_activity s
     WHERE s.datname = current_database() AND s.pid <> pg_backend_pid() AND ${isClient}
       AND s.backend_xmin IS NOT NULL AND clock_timestamp() - s.xact_start > make_interval(secs => $1)
     ORDER BY s.pid`,
    [settings.maxTransactionAgeSeconds]
  )
}

/**
 * Without `pg_read_all_stats` sessions of others have neither age nor state: that is no reason to believe them young.
 * One that has a state but no beginning has just ended: locks and sessions are not looked at in the same moment.
 */
const isOld = `((s.xact_start IS NULL AND s.state IS NULL) OR clock_timestamp() - s.xact_start > make_interval(secs => $2))`

const session = `s.pid, coalesce(s.usename, '?') AS role, coalesce(s.state, 'in a state not shown') AS state,
  extract(epoch FROM clock_timestamp() - s.xact_start)::bigint AS age,
  left(regexp_replace(coalesce(s.query, ''), '\\s+', ' ', 'g'), 80) AS query`

/** `AccessShareLock` in the manual's words. */
function lockName(row: Row): string {
  return text(row, 'mode')
    .replace(/Lock$/, '')
    .replaceAll(/(?!^)[A-Z]/g, ' $&')
    .toUpperCase()
}

function finding(what: string, row: Row, {settings}: PreflightView, expected: string): PreflightFinding {
  const age = row['age'] === null ? 'for a time that this role may not see' : `for ${text(row, 'age')} s`
  return {
    severity: 'warning',
    text: `Unexpected transaction of process ${text(row, 'pid')} (${text(row, 'role')}, ${text(row, 'state')}, open ${age}), which ${what}, expected none over ${String(settings.maxTransactionAgeSeconds)} s: ${expected} (\`SELECT pg_terminate_backend(${text(row, 'pid')})\` ends it). Its query: ${text(row, 'query')}`
  }
}

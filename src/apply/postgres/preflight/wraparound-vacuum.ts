import {definePreflightCheck} from '../../preflight.js'
import {text} from '../../connection/row.js'
import {asParameter, family, tableOf} from '../view/relations.js'
import {changesSchema} from '../../view/work.js'

/**
 * Autovacuum gives way to who waits for its lock, but not when it prevents wraparound.
 * https://www.postgresql.org/docs/current/routine-vacuuming.html#AUTOVACUUM
 */
export const wraparoundVacuum = definePreflightCheck({
  name: 'wraparound-vacuum',
  summary: 'no autovacuum that prevents wraparound runs on the tables',
  async check({connection, steps, tables}) {
    if (!changesSchema(steps)) return []
    const rows = await connection.query(
      `${family}
       SELECT DISTINCT w.schema, w.name, s.pid,
         round(100.0 * p.heap_blks_scanned / nullif(p.heap_blks_total, 0)) AS percent
       FROM pg_locks l
       JOIN family f ON f.oid = l.relation
       JOIN wanted w ON w.oid = f.root
       JOIN pg_stat_activity s ON s.pid = l.pid
       LEFT JOIN pg_stat_progress_vacuum p ON p.pid = s.pid
       WHERE l.locktype = 'relation' AND s.backend_type = 'autovacuum worker'
         AND s.query LIKE '%(to prevent wraparound)'`,
      [asParameter(tables)]
    )
    return rows.map((row) => ({
      severity: 'error',
      text: `Unexpected autovacuum to prevent wraparound of ${tableOf(row)} (process ${text(row, 'pid')}, ${row['percent'] ?? '0'} % of the table read), expected none: it does not give way to schema changes, so wait for its end (\`pg_stat_progress_vacuum\`)`
    }))
  }
})

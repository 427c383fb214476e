import {defineThrottle} from '../../throttle.js'
import {text} from '../../connection/row.js'
import {isClient} from '../view/relations.js'

/**
 * The oldest transaction that may still see rows: what batches leave dead behind it cannot be vacuumed.
 * https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-SPACE-RECOVERY
 */
export const oldestTransaction = defineThrottle({
  name: 'oldest-transaction',
  summary: 'how many transactions ago the oldest began that keeps dead rows from vacuum',
  create:
    () =>
    async ({connection, settings: {maxXminAge}}) => {
      if (maxXminAge === undefined) return undefined
      const [row] = await connection.query(oldest)
      if (text(row, 'hidden') !== '0') {
        return `the transactions of ${text(row, 'hidden')} sessions are hidden from this role: \`GRANT pg_read_all_stats\``
      }
      const age = Number(row?.['age'] ?? 0)
      if (age <= maxXminAge) return undefined
      return `${row?.['holder'] ?? ''} is ${String(age)} transactions old, allowed are ${String(maxXminAge)}`
    }
})

/**
 * Our own session sees nothing old between batches; other databases hold back shared tables only, and a vacuum nothing.
 */
const oldest = `
  WITH holders AS (
    SELECT 'the transaction of process ' || pid AS holder, greatest(age(backend_xmin), age(backend_xid)) AS age
    FROM pg_stat_activity
    WHERE datname = current_database() AND coalesce(application_name, '') NOT LIKE 'sqlsafe%'
      AND pid NOT IN (SELECT pid FROM pg_stat_progress_vacuum)
    UNION ALL
    SELECT 'what slot ' || slot_name || ' keeps', greatest(age(xmin), age(catalog_xmin)) FROM pg_replication_slots
    UNION ALL
    SELECT 'what standby ' || application_name || ' reads', age(backend_xmin) FROM pg_stat_replication
    UNION ALL
    SELECT 'prepared transaction ''' || gid || '''', age(transaction) FROM pg_prepared_xacts
    WHERE database = current_database()
  )
  SELECT h.holder, h.age,
    (SELECT count(*) FROM pg_stat_activity
     WHERE ${isClient} AND datname = current_database() AND state IS NULL) AS hidden
  FROM (SELECT) AS always LEFT JOIN holders h ON h.age IS NOT NULL
  ORDER BY h.age DESC NULLS LAST LIMIT 1`

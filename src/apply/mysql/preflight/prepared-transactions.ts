import type {Connection, Row} from '../../connection/connection.js'
import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {refusalOf} from '../../connection/refusal.js'
import {text} from '../../connection/row.js'
import {metadataLocksShown} from '../view/metadata-locks.js'
import {locateAll, ofTables, placeOf} from '../view/tables.js'
import {queryTransactions} from '../view/transactions.js'

/**
 * A prepared XA transaction keeps its locks until somebody ends it, also when its session is gone.
 * https://dev.mysql.com/doc/refman/8.4/en/xa-statements.html
 */
export const preparedTransactions = definePreflightCheck({
  name: 'prepared-transactions',
  summary: 'no prepared XA transaction holds locks on the tables',
  async check({connection, plan, tables}) {
    const names = await preparedNames(connection)
    if (names.length === 0) return []
    const end = '`XA COMMIT` or `XA ROLLBACK` it (`XA RECOVER` shows all)'
    // A lock without a session is one of theirs. MariaDB does not show these.
    if (plan.dialect === 'mysql' && (await metadataLocksShown(connection))) {
      const held = await ofTables(connection, locateAll(tables, await placeOf(connection)), heldQuery)
      return held.map(({table}) =>
        finding('error', `a prepared XA transaction (${names.join(', ')}) with a lock on ${table.label}`, end)
      )
    }
    return [finding('warning', `prepared XA transactions (${names.join(', ')}), of which tables is not shown`, end)]
  }
})

const heldQuery = `
  SELECT DISTINCT m.lock_type AS held
  FROM performance_schema.metadata_locks m
  LEFT JOIN performance_schema.threads t ON t.thread_id = m.owner_thread_id
  WHERE m.object_type = 'TABLE' AND m.object_schema = ? AND m.object_name = ? AND m.lock_status = 'GRANTED'
    AND t.processlist_id IS NULL`

/** As `XA RECOVER` has them; where that is not allowed, that there are any. */
async function preparedNames(connection: Connection): Promise<string[]> {
  const rows = await connection.query('XA RECOVER').catch((error: unknown): Row[] | undefined => {
    refusalOf(error)
    return undefined
  })
  if (rows) return rows.map((row) => `\`${text(row, 'data')}\``)
  const [row] = await queryTransactions(
    connection,
    'SELECT count(*) AS ownerless FROM information_schema.innodb_trx WHERE trx_mysql_thread_id = 0'
  ).catch((error: unknown): Row[] => {
    refusalOf(error)
    return []
  })
  const count = Number(row?.['ownerless'] ?? 0)
  return count === 0 ? [] : [`${String(count)} without a session`]
}

function finding(severity: PreflightFinding['severity'], found: string, expected: string): PreflightFinding {
  return {severity, text: `Unexpected ${found}, expected none: it waits for ever, so ${expected}`}
}

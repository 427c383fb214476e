import {definePreflightCheck} from '../../preflight.js'
import {text} from '../../connection/row.js'
import {asParameter, family, tableOf} from '../view/relations.js'

/**
 * A prepared transaction keeps its locks until somebody ends it: there is no session to end.
 * https://www.postgresql.org/docs/current/sql-prepare-transaction.html
 */
export const preparedTransactions = definePreflightCheck({
  name: 'prepared-transactions',
  summary: 'no prepared transaction holds locks on the tables',
  async check({connection, tables}) {
    const rows = await connection.query(
      `${family}
       SELECT DISTINCT w.schema, w.name, p.gid, p.owner,
         extract(epoch FROM clock_timestamp() - p.prepared)::bigint AS age
       FROM pg_prepared_xacts p
       JOIN pg_locks x ON x.locktype = 'transactionid' AND x.transactionid = p.transaction AND x.pid IS NULL
       JOIN pg_locks l ON l.virtualtransaction = x.virtualtransaction AND l.pid IS NULL AND l.locktype = 'relation'
       JOIN family f ON f.oid = l.relation
       JOIN wanted w ON w.oid = f.root
       WHERE p.database = current_database()
       ORDER BY p.gid`,
      [asParameter(tables)]
    )
    return rows.map((row) => {
      const gid = text(row, 'gid')
      return {
        severity: 'error',
        text: `Unexpected prepared transaction '${gid}' of ${text(row, 'owner')}, ${text(row, 'age')} s old, with locks on ${tableOf(row)}, expected none: it waits for ever, so \`COMMIT PREPARED\` or \`ROLLBACK PREPARED\` it`
      }
    })
  }
})

import type {Connection} from '../../connection/connection.js'
import {refusalOf} from '../../connection/refusal.js'
import {assertTransactionsSeen} from './transactions.js'

/**
 * Whether the server shows who holds metadata locks, and since when: MariaDB only where `performance_schema` and the instrument are on.
 * https://mariadb.com/kb/en/performance-schema-metadata_locks-table/
 */
export async function metadataLocksShown(connection: Connection): Promise<boolean> {
  try {
    await assertTransactionsSeen(connection)
    const [row] = await connection.query(
      `SELECT (SELECT enabled FROM performance_schema.setup_instruments WHERE name = 'wait/lock/metadata/sql/mdl')
         AS enabled, (SELECT count(*) FROM performance_schema.metadata_locks WHERE object_name IS NULL) AS seen`
    )
    return row?.['enabled'] === 'YES'
  } catch (error) {
    // Who may not see them is told so by `privileges`.
    refusalOf(error)
    return false
  }
}

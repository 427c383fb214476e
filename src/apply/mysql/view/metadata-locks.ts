import type {Connection} from '../../connection/connection.js'
import {refusalOf} from '../../connection/refusal.js'
import {queryTransactions} from './transactions.js'

/**
 * Whether the server shows who holds metadata locks: MariaDB only where `performance_schema` and the instrument are on.
 * https://mariadb.com/kb/en/performance-schema-metadata_locks-table/
 */
export async function metadataLocksShown(connection: Connection): Promise<boolean> {
  try {
    const [row] = await queryTransactions(
      connection,
      `SELECT (SELECT enabled FROM performance_schema.setup_instruments WHERE name = 'wait/lock/metadata/sql/mdl')
         AS enabled, (SELECT count(*) FROM performance_schema.metadata_locks WHERE object_name IS NULL) AS seen,
         (SELECT count(*) FROM information_schema.innodb_trx WHERE trx_id IS NULL) AS transactions`
    )
    return row?.['enabled'] === 'YES'
  } catch (error) {
    // Who may not see them is told so by `privileges`.
    refusalOf(error)
    return false
  }
}

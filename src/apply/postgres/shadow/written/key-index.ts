/** The index of a partitioned table by which rows are found while they are copied. */
import {quoteName} from '../../../../sql/postgres.js'
import type {Connection} from '../../../connection/connection.js'
import type {TableColumn, TableKey} from '../catalog/table.js'
import type {ShadowNames} from '../names.js'

/** An index that the copy makes for itself; the swap takes it away. */
export const ownKey = 'sqlsafe_key'

/**
 * The index that begins with the columns of the old table's key; made where there is none. It need not be unique, and
 * often cannot be: a partitioned table has no unique index without the columns that it is partitioned by. That no key
 * comes twice is seen to by the old table.
 *
 * https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-LIMITATIONS
 */
export async function keyIndexOf(
  connection: Connection,
  shadow: number,
  {shadow: table}: ShadowNames,
  targets: readonly TableColumn[]
): Promise<TableKey> {
  const numbers = targets.map(({number}) => String(number))
  const [found] = await connection.query<{name: string}>(
    `SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
     WHERE i.indrelid = $1 AND m.amname = 'btree' AND i.indpred IS NULL AND i.indisvalid
       AND (i.indkey::int2[])[0:$2 - 1] = $3::int2[] AND i.indnkeyatts >= $2
       AND (SELECT bool_and(k.opcdefault AND i.indoption[at] = 0 AND i.indcollation[at] = a.attcollation)
         FROM generate_series(0, $2 - 1) AS at JOIN pg_opclass k ON k.oid = i.indclass[at]
         JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[at])
     ORDER BY i.indnkeyatts, i.indisprimary DESC, c.relname LIMIT 1`,
    [shadow, targets.length, `{${numbers.join(',')}}`]
  )
  if (found === undefined) {
    const columns = targets.map(({name}) => quoteName(name)).join(', ')
    await connection.execute(`CREATE INDEX ${ownKey} ON ${table} (${columns})`)
  }
  // Without operators of its own: those of the old table's key are of the same type, or of one that it is widened to.
  return {index: found?.name ?? ownKey, immediate: true, parts: []}
}

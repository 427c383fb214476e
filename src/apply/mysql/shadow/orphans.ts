/** Rows of other tables that refer to no row: looked for by a query, because no key looked at a row when it was turned. */
import {quoteName, quoteTable} from '../../../sql/mysql.js'
import type {IncomingKey} from './carried/carried.js'
import {partsOf, quotedColumns} from './carried/references.js'
import type {Named} from './names.js'
import type {ShadowView} from './record.js'

/** Conditions under which a row `r` of one table is that which `c` of the other refers to. */
function match({columns, former, referred}: IncomingKey, shape: 'former' | 'referred'): {on: string; own: string[]} {
  const own = quotedColumns(columns)
  const theirs = quotedColumns(shape === 'former' ? former : referred)
  return {on: own.map((column, index) => `r.${theirs[index] ?? ''} = c.${column}`).join(' AND '), own}
}

const shown = 5

/**
 * Those that refer to no row of the table now.
 *
 * @param before A table of which one of these was a row: else they were so before we came.
 * @returns In words; empty: none.
 */
async function orphansOf(
  {connection, names}: ShadowView,
  key: IncomingKey,
  shape: 'former' | 'referred',
  before?: Named
): Promise<string[]> {
  const {on, own} = match(key, shape)
  const old = before ? ` AND EXISTS (SELECT 1 FROM ${before.sql} AS r WHERE ${match(key, 'former').on})` : ''
  const values = own.map((column, index) => `CAST(c.${column} AS CHAR) AS v${String(index)}`)
  const rows = await connection.query(
    `SELECT DISTINCT ${values.join(', ')} FROM ${quoteTable(key.child)} AS c
     WHERE ${own.map((column) => `c.${column} IS NOT NULL`).join(' AND ')}
       AND NOT EXISTS (SELECT 1 FROM ${names.source.sql} AS r WHERE ${on})${old} LIMIT ${String(shown)}`
  )
  return rows.map((row) => own.map((column, index) => `${column} = ${row[`v${String(index)}`] ?? ''}`).join(' AND '))
}

/**
 * Make sure that there are none.
 *
 * @param before See `orphansOf`.
 * @throws {Error} With some of them.
 */
export async function assertNoOrphans(view: ShadowView, shape: 'former' | 'referred', before?: Named): Promise<void> {
  for (const key of view.record.incomingKeys) {
    const found = await orphansOf(view, key, shape, before)
    if (found.length === 0) continue
    throw new Error(
      `Unexpected rows of ${quoteName(key.child.name)} that refer by ${key.name} to no row of ${view.names.source.sql} (${found.join('; ')}), expected none: mend them, then run again`
    )
  }
}

/**
 * Make sure that the table's own keys hold, once they were put back without a look at its rows.
 *
 * @throws {Error} With the query that finds the rows which do not.
 */
export async function assertOwnKeysHold({connection, names, record}: ShadowView): Promise<void> {
  for (const {former, name} of record.foreignKeys) {
    const {columns, parent, referred} = partsOf(former, names.schema)
    const own = quotedColumns(columns)
    const theirs = quotedColumns(referred)
    const on = own.map((column, index) => `r.${theirs[index] ?? ''} = c.${column}`)
    const sql = `SELECT c.* FROM ${names.source.sql} AS c WHERE ${own.map((column) => `c.${column} IS NOT NULL`).join(' AND ')} AND NOT EXISTS (SELECT 1 FROM ${quoteTable(parent)} AS r WHERE ${on.join(' AND ')})`
    if ((await connection.query(`${sql} LIMIT 1`)).length === 0) continue
    throw new Error(
      `Unexpected rows of ${names.source.sql} that its foreign key ${name} does not allow, written while a swap that did not come about had taken it, expected none: mend what \`${sql}\` finds, then run again`
    )
  }
}

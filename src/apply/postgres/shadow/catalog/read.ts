/** Reading the catalog as documents: one query, one JSON. */
import type {Connection} from '../../../connection/connection.js'

/** The one value of a query, which is JSON. */
export async function readJson<Value>(
  connection: Connection,
  sql: string,
  values: ReadonlyArray<string | number | null>
): Promise<Value> {
  const [row] = await connection.query<{document: string | null}>(`SELECT (${sql})::text AS document`, values)
  if (typeof row?.document !== 'string') throw new TypeError(`Unexpected NULL, expected a document of: ${sql}`)
  return JSON.parse(row.document) as Value
}

/**
 * Work with no schema but `pg_catalog` in the path: then the server writes every other name out in full.
 *
 * https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-CATALOG-TABLE
 */
export async function withFullNames<Result>(connection: Connection, work: () => Promise<Result>): Promise<Result> {
  const [row] = await connection.query<{path: string}>("SELECT current_setting('search_path') AS path")
  await connection.query("SELECT set_config('search_path', 'pg_catalog', true)")
  const result = await work()
  await connection.query("SELECT set_config('search_path', $1, true)", [row?.path ?? ''])
  return result
}

/** A name with its schema, in SQL, quoted: of the class `c` in the schema `n`. */
export const fullName = "quote_ident(n.nspname) || '.' || quote_ident(c.relname)"

/** The partitions of a new table, and the rows that none of them takes. */
import type {Connection} from '../../../connection/connection.js'
import {fullName, readJson} from '../catalog/read.js'
import type {ShadowNames} from '../names.js'
import type {ShadowRecord} from '../record.js'
import {keyText, sourceKey} from '../sql.js'
import type {Partition} from './record.js'

/** Read them, parents first; under `withFullNames`. Of a table that is not partitioned there are none. */
export function readPartitions(
  connection: Connection,
  shadow: number,
  {growing, schema}: Pick<ShadowNames, 'growing' | 'schema'>
): Promise<Partition[]> {
  return readJson(connection, partitions, [shadow, growing, schema])
}

const partitions = `
  SELECT coalesce(json_agg(json_build_object('name', ${fullName}, 'final', $3::text || '.' || quote_ident(c.relname),
    'isLeaf', t.isleaf) ORDER BY t.level, c.oid), '[]')
  FROM pg_partition_tree($1::oid::regclass) AS t JOIN pg_class c ON c.oid = t.relid
  JOIN pg_namespace n ON n.oid = c.relnamespace WHERE t.level > 0 AND n.nspname = $2::text`

/** Statements of the swap that move them to where they belong: a schema is not that of the parent. */
export function moves(partitions: readonly Partition[], {schema}: Pick<ShadowNames, 'schema'>): string[] {
  return partitions.map(({name}) => `ALTER TABLE ${name} SET SCHEMA ${schema}`)
}

/** Rows that are copied go into no partition. */
export class UnplacedRowsError extends Error {
  override name = 'UnplacedRowsError'
  constructor(table: string, keys: readonly string[]) {
    super(
      `Unexpected rows of ${table} that go into no partition of the new table, expected one for each: ${keys.join('; ')}. \`sqlsafe abort\`, add a partition for them to the migration, or a default one, and begin again`
    )
  }
}

/** `check_violation` of no constraint. */
function isUnplaced(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && error.code === '23514' && !('constraint' in error && error.constraint)
  )
}

/**
 * Do what puts rows into the new table; where one goes into no partition, say by its key which one it is.
 *
 * @param rows A query for the rows of the old table that were to be put there, and its parameters.
 * @throws {UnplacedRowsError} With the first of them.
 */
export async function withPlace<Result>(
  connection: Connection,
  record: ShadowRecord,
  {alias, table}: ShadowNames,
  rows: {query: string; values: readonly string[]},
  work: () => Promise<Result>
): Promise<Result> {
  if (record.written === undefined || record.written.partitions.length === 0) return work()
  await connection.execute('SAVEPOINT sqlsafe_place')
  try {
    const result = await work()
    await connection.execute('RELEASE SAVEPOINT sqlsafe_place')
    return result
  } catch (error) {
    if (!isUnplaced(error)) throw error
    await connection.execute('ROLLBACK TO SAVEPOINT sqlsafe_place')
    const {columns, key, shadow} = record
    const bounds = await readJson<string[]>(connection, bound, [shadow])
    const values = columns.map(({expression, name, type}) => `(${expression})::${type} AS ${name}`)
    const found = await connection.query<{key: string}>(
      `SELECT p."sqlsafe key" AS key FROM (
         SELECT (SELECT ${keyText(key, 'k')}::text FROM (SELECT ${sourceKey(key, alias)}) AS k) AS "sqlsafe key",
           ${values.join(', ')} FROM (${rows.query}) AS ${alias}) AS p
       WHERE NOT (${bounds.map((each) => `(${each})`).join(' OR ')}) LIMIT 5`,
      rows.values
    )
    const names = key.map(({source}) => source).join(', ')
    const keys = found.map((each) => `(${names}) = (${(JSON.parse(each.key) as string[]).join(', ')})`)
    throw new UnplacedRowsError(table, keys.length > 0 ? keys : [String(error)])
  }
}

/** What a row of each leaf does: https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-PARTITION */
const bound = `
  SELECT coalesce(json_agg(coalesce(pg_get_partition_constraintdef(t.relid), 'true')), '[]')
  FROM pg_partition_tree($1::oid::regclass) AS t WHERE t.isleaf AND t.level > 0`

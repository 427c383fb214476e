/** Whether rows could be brought back from the new shape to the old one, and how: known before anything is copied. */
import {quoteName} from '../../../../sql/postgres.js'
import type {ShadowInput} from '../../../../plan/steps.js'
import type {Connection} from '../../../connection/connection.js'
import type {TableColumn, TableFacts} from '../catalog/table.js'
import type {CopiedColumn, WayBack} from '../record.js'

/** What the way back is worked out from; the new table has all its keys still. */
interface Shapes {
  source: TableFacts
  /** Columns of the shadow table before the change. */
  before: readonly TableColumn[]
  after: TableFacts
  /** Columns of the new shape by which rows are found. */
  key: readonly TableColumn[]
  input: ShadowInput
}

/** Work it out; under `withFullNames`. */
export async function wayBackOf(connection: Connection, {after, before, input, key, source}: Shapes): Promise<WayBack> {
  const columns: CopiedColumn[] = []
  const reasons = await reasonsOfTable(connection, after, key)
  if (input.written !== undefined) {
    return {
      columns,
      reasons: [
        'the new table is written by the migration, and what it has of its own would come to the old one',
        ...reasons
      ],
      unlogged: false
    }
  }
  for (const column of source.columns.filter(({generated}) => generated === '')) {
    const {name, type} = column
    const number = before.find((each) => each.name === name)?.number
    const now = after.columns.find((each) => each.number === number)
    if (now?.generated !== '') {
      reasons.push(`the change takes column ${name} away, and what is written after it has no value for that`)
      continue
    }
    const reason = await reasonOfColumn(connection, column, now, input.columns[now.name])
    if (reason !== undefined) reasons.push(reason)
    const isSame = now.type === type
    columns.push({name: quoteName(name), type, expression: `${quoteName(now.name)}${isSame ? '' : `::${type}`}`})
  }
  return {columns, reasons, unlogged: after.persistence === 'u'}
}

async function reasonsOfTable(
  connection: Connection,
  {keys, oid}: TableFacts,
  key: readonly TableColumn[]
): Promise<string[]> {
  const [row] = await connection.query<{kind: string}>('SELECT relkind::text AS kind FROM pg_class WHERE oid = $1', [
    oid
  ])
  if (row?.kind !== 'r') return ['the change makes a partitioned table of it, and its writes are not logged']
  const isKept = keys.some(
    ({parts}) => parts.length === key.length && parts.every(({column}, index) => column === key[index]?.number)
  )
  return isKept ? [] : ['the change takes the unique key away by which rows of both tables are found']
}

async function reasonOfColumn(
  connection: Connection,
  {name, type}: TableColumn,
  now: TableColumn,
  expression: string | undefined
): Promise<string | undefined> {
  if (expression !== undefined && !isCast(expression, name)) {
    return `column ${name} is worked out by \`${expression}\`, and nobody knows how to work that back`
  }
  if (now.type === type) return undefined
  const casts = [await castOf(connection, type, now.type), await castOf(connection, now.type, type)]
  if (casts.includes('none'))
    return `values of column ${name} are cast from ${type} to ${now.type}, and there is no cast back`
  return casts.includes('unsteady')
    ? `what values of column ${name} are as ${now.type}, and as ${type} again, hangs on settings of the session such as TimeZone: rows that nobody wrote could change`
    : undefined
}

/** Whether an expression only casts the column: the check of each row finds the rest. */
function isCast(expression: string, name: string): boolean {
  const column = `(?:\\w+\\.)?(?:${escaped(name)}|${escaped(quoteName(name))}|"${escaped(name)}")`
  const type = '[\\w .,()"\\[\\]]+'
  return new RegExp(
    `^\\s*\\(?\\s*(?:${column}\\s*\\)?\\s*(?:::${type})*|CAST\\s*\\(\\s*${column}\\s+AS\\s+${type}\\))\\s*$`,
    'i'
  ).test(expression)
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)
}

/**
 * Whether values can be cast, and are the same whoever casts them: tried as a generated column, which has to be immutable.
 *
 * https://www.postgresql.org/docs/current/ddl-generated-columns.html
 */
async function castOf(connection: Connection, from: string, to: string): Promise<'steady' | 'unsteady' | 'none'> {
  await connection.execute('SAVEPOINT sqlsafe_cast')
  try {
    await connection.execute(
      `CREATE TEMPORARY TABLE sqlsafe_cast (was ${from}, is_now ${to} GENERATED ALWAYS AS (was::${to}) STORED)`
    )
    return 'steady'
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    // https://www.postgresql.org/docs/current/errcodes-appendix.html: `cannot_coerce`, `invalid_object_definition`
    if (code === '42846') return 'none'
    if (code === '42P17') return 'unsteady'
    throw error
  } finally {
    await connection.execute('ROLLBACK TO SAVEPOINT sqlsafe_cast')
  }
}

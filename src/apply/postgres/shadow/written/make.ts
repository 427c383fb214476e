/** A new table whose shape is written, instead of the old one's changed: made empty, with what it is not said to have. */
import {quoteName} from '../../../../sql/postgres.js'
import type {ShadowInput} from '../../../../plan/steps.js'
import type {Connection} from '../../../connection/connection.js'
import {withFullNames} from '../catalog/read.js'
import {findTable, readTable} from '../catalog/table.js'
import type {TableColumn, TableFacts} from '../catalog/table.js'
import type {ShadowNames} from '../names.js'
import {ShadowRefusedError} from '../refuse.js'
import {carryOver} from './carry.js'
import {reasonsOfExpressions} from './expressions.js'
import {takeOwnParts} from './own-parts.js'
import {readPartitions} from './partitions.js'
import {reasonsOfWritten} from './refuse.js'
import type {WrittenRecord} from './record.js'

/** What was made of it. */
interface Made {
  /** Columns of the source that go on under their names, by the numbers that they have in the new table. */
  before: TableColumn[]
  facts: TableFacts
  shadow: number
  /** Columns that come from something else than the column of their name. */
  input: ShadowInput
  written: WrittenRecord
}

/**
 * Make it in the schema of the new table, which comes first in the search path: so names without a schema mean what is
 * made there, and the rest what they mean in the migration.
 *
 * Locks: `ACCESS SHARE` on the source; `SHARE ROW EXCLUSIVE` on tables that it is written to refer to, until the end of
 * the transaction.
 *
 * @throws {ShadowRefusedError} When something of the source cannot be carried over: everything that was found.
 */
export async function makeWritten(
  connection: Connection,
  input: ShadowInput,
  source: number,
  names: ShadowNames
): Promise<Made> {
  const schema = quoteName(names.growing)
  const [row] = await connection.query<{path: string}>("SELECT current_setting('search_path') AS path")
  const path = row?.path ?? ''
  await connection.query("SELECT set_config('search_path', $1, true)", [path === '' ? schema : `${schema}, ${path}`])
  for (const statement of input.written ?? [])
    await connection.execute(statement.replaceAll('{{schema}}', () => schema))
  await connection.query("SELECT set_config('search_path', $1, true)", [path])
  const shadow = await findTable(connection, {schema: names.growing, name: input.table.name})
  if (shadow === undefined) throw new ShadowRefusedError(names.table, [`its new shape is not made as ${names.shadow}`])

  const reasons = await reasonsOfExpressions(connection, input, names)
  return withFullNames(connection, async () => {
    const facts = await readTable(connection, source)
    reasons.push(...(await reasonsOfWritten(connection, source, shadow)))
    const own = await takeOwnParts(connection, source, shadow, names)
    const partitions = await readPartitions(connection, shadow, names)
    const kept = keptColumns(facts, await readTable(connection, shadow), input)
    reasons.push(...(await carryOver(connection, {facts, kept, names, partitions, shadow})))
    if (reasons.length > 0) throw new ShadowRefusedError(names.table, reasons)
    const columns = Object.fromEntries(
      Object.entries(input.columns).filter(([name]) => !kept.some((column) => column.name === name))
    )
    return {before: kept, facts, shadow, input: {...input, columns}, written: {...own, partitions}}
  })
}

function keptColumns({columns}: TableFacts, after: TableFacts, input: ShadowInput): TableColumn[] {
  return columns.flatMap((column) => {
    const target = after.columns.find(({name}) => name === column.name)
    return target && input.columns[column.name] === quoteName(column.name) ? [{...column, number: target.number}] : []
  })
}

/** What the old table has and the new one is not said to have: made on the new one too, or a reason to refuse. */
import {quoteName} from '../../../../sql/postgres.js'
import type {Connection} from '../../../connection/connection.js'
import {fullNameOf, readIndexes} from '../catalog/indexes.js'
import {readJson} from '../catalog/read.js'
import {readStatistics} from '../catalog/statistics.js'
import type {ExtendedStatistics} from '../catalog/statistics.js'
import type {TableColumn, TableFacts} from '../catalog/table.js'
import {own} from '../catalog/texts.js'
import type {ShadowNames} from '../names.js'
import type {Partition} from './record.js'
import {columns, indexes, table} from './missing.js'

interface Carried {
  facts: TableFacts
  /** Columns that are copied as they are, under their names. */
  kept: readonly TableColumn[]
  names: ShadowNames
  partitions: readonly Partition[]
  shadow: number
}

/** Make it all, under `withFullNames`; reasons for what the server refuses. */
export async function carryOver(connection: Connection, carried: Carried): Promise<string[]> {
  const {facts, kept, names, shadow} = carried
  const values = [facts.oid, shadow, names.shadow]
  const parts = [
    ...(await readJson<Part[]>(connection, columns, [
      ...values,
      names.growing,
      JSON.stringify(kept.map(({name}) => name))
    ])),
    ...(await readJson<Part[]>(connection, table, values)),
    ...(await missingIndexes(connection, carried)),
    ...(await missingStatistics(connection, carried))
  ]
  const reasons: string[] = []
  for (const part of parts) reasons.push(...(await attempt(connection, part)))
  // These must not act yet: the swap makes them.
  await connection.execute('SAVEPOINT sqlsafe_trial')
  for (const part of await partsOfSwap(connection, carried)) reasons.push(...(await attempt(connection, part)))
  await connection.execute('ROLLBACK TO SAVEPOINT sqlsafe_trial')
  return reasons
}

interface Part {
  what: string
  sql: readonly string[]
}

async function attempt(connection: Connection, {sql, what}: Part): Promise<string[]> {
  await connection.execute('SAVEPOINT sqlsafe_part')
  try {
    for (const statement of sql) await connection.execute(statement)
    await connection.execute('RELEASE SAVEPOINT sqlsafe_part')
    return []
  } catch (error) {
    if (!(error instanceof Error)) throw error
    await connection.execute('ROLLBACK TO SAVEPOINT sqlsafe_part')
    return [`the new table is not said to have ${what}, and cannot get it: ${error.message}`]
  }
}

async function missingIndexes(connection: Connection, {facts, names, partitions, shadow}: Carried): Promise<Part[]> {
  const wanted = await readJson<string[]>(connection, indexes, [facts.oid, shadow])
  const from = await fullNameOf(connection, facts.oid)
  const schema = quoteName(names.growing)
  const all = await readIndexes(connection, facts.oid, {
    from,
    onto: names.shadow,
    schema,
    onPartitions: partitions.length > 0
  })
  return all
    .filter(({name}) => wanted.includes(name))
    .map(({name, statements}) => ({what: `index ${quoteName(name)}`, sql: statements}))
}

async function missingStatistics(connection: Connection, {facts, names, shadow}: Carried): Promise<Part[]> {
  const from = await fullNameOf(connection, facts.oid)
  const bodyOf = ({make, name}: ExtendedStatistics, table: string): string =>
    (make('', table, '')[0] ?? '').replace(name, '')
  const there = (await readStatistics(connection, shadow)).map((each) => bodyOf(each, names.shadow))
  return (await readStatistics(connection, facts.oid))
    .filter((each) => !there.includes(bodyOf(each, from)))
    .map(({make, name}) => ({what: `statistics ${name}`, sql: make(quoteName(names.growing), from, names.shadow)}))
}

/** Triggers, rules and policies of the old table, as they would be made on the new one. */
async function partsOfSwap(connection: Connection, {facts, names, shadow}: Carried): Promise<Part[]> {
  const from = await fullNameOf(connection, facts.oid)
  const statements = await readJson<string[]>(connection, own, [facts.oid, shadow, names.shadow, '[]'])
  return statements.flatMap((sql) => {
    const [, kind, name] = /^CREATE (?:CONSTRAINT )?(TRIGGER|RULE|POLICY) ("(?:[^"]|"")*"|\S+)/.exec(sql) ?? []
    if (kind === undefined || name === undefined) return []
    return [{what: `${kind.toLowerCase()} ${name}`, sql: [sql.replace(from, () => names.shadow)]}]
  })
}

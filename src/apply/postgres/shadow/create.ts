/** The new table, empty, in a schema of its own: shaped as the old one, then changed, then stripped for the copy. */
import {quoteName} from '../../../sql/postgres.js'
import type {ShadowInput} from '../../../plan/steps.js'
import type {Connection} from '../../connection/connection.js'
import {makeBare} from './bare.js'
import {fullNameOf, readIndexes} from './catalog/indexes.js'
import {readJson, withFullNames} from './catalog/read.js'
import {makeShape} from './catalog/shape.js'
import {readStatistics} from './catalog/statistics.js'
import {findTable, readTable} from './catalog/table.js'
import type {TableColumn, TableFacts} from './catalog/table.js'
import {wayBackOf} from './back/way-back.js'
import {inBuildOrder, lostKeys, refusedKeys} from './foreign-keys.js'
import {columnsOf, keyOf} from './mapping.js'
import {readSettings} from '../kept-settings.js'
import {namesOf} from './names.js'
import type {ShadowNames} from './names.js'
import {markCrash, writeRecord} from './record.js'
import type {ShadowRecord} from './record.js'
import {ShadowRefusedError, reasonsOf, reasonsOfChange} from './refuse.js'
import {printOf} from './shape-print.js'
import {keyIndexOf, ownKey} from './written/key-index.js'
import {makeWritten} from './written/make.js'
import type {WrittenRecord} from './written/record.js'

/**
 * Make the shadow table and its record, in the transaction of the connection.
 *
 * Locks: `ACCESS SHARE` on the source; of a table that is written, see `makeWritten`.
 *
 * @throws {ShadowRefusedError} When something cannot be carried over: everything that was found.
 */
export async function createShadow(
  connection: Connection,
  input: ShadowInput,
  names: ShadowNames,
  {keepInSync}: {keepInSync: boolean}
): Promise<void> {
  await assertReadCommitted(connection)
  const settings = await readSettings(connection)
  const source = await findTable(connection, input.table)
  if (source === undefined) {
    throw new ShadowRefusedError(names.table, ['it does not exist'])
  }
  await connection.execute(`LOCK TABLE ${names.table} IN ACCESS SHARE MODE`)
  const reasons = [...(await remains(connection, input)), ...(await reasonsOf(connection, source))]
  if (reasons.length > 0) throw new ShadowRefusedError(names.table, reasons)

  await connection.execute(`CREATE SCHEMA ${quoteName(names.growing)}`)
  const about = `sqlsafe: a new shape of ${names.table} grows here`
  await connection.execute(`COMMENT ON SCHEMA ${quoteName(names.growing)} IS '${about.replaceAll("'", "''")}'`)
  const made = await (input.written === undefined ? makeChanged : makeWritten)(connection, input, source, names)
  const record = await withFullNames(connection, () => strip(connection, {...made, keepInSync, names}))
  await give(connection, made.facts, names, made.written)
  await writeRecord(connection, names, {...record, settings})
  if (record.marksCrash) await markCrash(connection, names)
}

/** Make it as the source is, and change it. */
async function makeChanged(
  connection: Connection,
  input: ShadowInput,
  source: number,
  names: ShadowNames
): Promise<Pick<Making, 'before' | 'facts' | 'input' | 'shadow' | 'written'>> {
  const made = await withFullNames(connection, async () => {
    const facts = await readTable(connection, source)
    await makeShape(connection, facts, await fullNameOf(connection, source), names)
    await makeBare(connection, names.shadow)
    const shadow = (await findTable(connection, {schema: names.growing, name: input.table.name})) ?? 0
    const before = (await readTable(connection, shadow)).columns
    assertSameColumns(facts.columns, before, names)
    return {facts, shadow, before}
  })
  for (const change of input.changes) await connection.execute(change.replace('{{table}}', () => names.shadow))
  return {...made, input}
}

/** @throws {ShadowRefusedError} When the table that was made has more: only an event trigger does that. */
function assertSameColumns(source: readonly TableColumn[], made: readonly TableColumn[], {table}: ShadowNames): void {
  const more = made.filter(({name}) => !source.some((column) => column.name === name))
  const reasons = more.map(({name}) => `an event trigger gives column ${name} to each table that is made`)
  if (reasons.length > 0) throw new ShadowRefusedError(table, reasons)
}

/** What was read and is being made. */
interface Making {
  facts: TableFacts
  /** Columns of the shadow table before the change: as the source's, by name. */
  before: readonly TableColumn[]
  input: ShadowInput
  /** There has to be a way back. */
  keepInSync: boolean
  names: ShadowNames
  shadow: number
  written?: WrittenRecord
}

/** What another run left must be taken away by somebody who knows what it is. */
async function remains(connection: Connection, input: ShadowInput): Promise<string[]> {
  const {growing, keeping} = namesOf(input)
  const afterRevert = namesOf({...input, back: true}).keeping
  const rows = await connection.query<{name: string}>(
    'SELECT nspname AS name FROM pg_namespace WHERE nspname IN ($1, $2, $3)',
    [growing, keeping, afterRevert]
  )
  return rows.map(({name}) =>
    name === keeping || name === afterRevert
      ? `schema ${name} still keeps an old table of the same change: clean up before`
      : `schema ${name} is what another run of the same change left: abort that one before`
  )
}

/**
 * Take indexes away until the rows are there: to build them then takes a fraction of the time. Partitions keep the one
 * by which rows are found.
 */
async function strip(connection: Connection, making: Making): Promise<ShadowRecord> {
  const {before, facts, input, keepInSync, names, shadow, written} = making
  const after = await readTable(connection, shadow)
  const changed = changedColumns(facts.columns, before, after.columns)
  const reasons = [
    ...(await reasonsOfChange(connection, facts.oid, changed)),
    ...(await lostKeys(connection, facts.oid, shadow)),
    ...renamed(before, after.columns)
  ]
  const ownKeys = (written?.foreignKeys ?? []).map(({name}) => name)
  if (reasons.length === 0) reasons.push(...(await refusedKeys(connection, facts.oid, shadow, names, ownKeys)))
  const key = keyOf(facts, before, after, input)
  if (key === undefined) reasons.push(noKey)
  const targets = key?.targets ?? []
  const wayBack = await wayBackOf(connection, {source: facts, before, after, input, key: targets})
  if (keepInSync && key !== undefined) reasons.push(...wayBack.reasons.map((reason) => `no way back: ${reason}`))
  if (key === undefined || reasons.length > 0) throw new ShadowRefusedError(names.table, reasons)

  const isPartitioned = written !== undefined && written.partitions.length > 0
  const kept = await (isPartitioned ? keyIndexOf : uniqueIndexOf)(connection, shadow, names, key.targets)
  const from = await fullNameOf(connection, shadow)
  const recipes = await readIndexes(connection, shadow, {from, onto: names.shadow, schema: quoteName(names.growing)})
  const dropped = isPartitioned ? recipes.filter(({name}) => name !== kept.index) : recipes
  for (const {drop} of dropped) await connection.execute(drop)
  const {indexes, keyIndex} = await inBuildOrder(connection, facts.oid, dropped, {
    key: kept.index,
    columns: key.targets.map(({name}) => name)
  })
  const laterChecks = await readJson<string[]>(connection, unvalidated, [shadow, names.table])
  for (const drop of await readJson<string[]>(connection, dropUnvalidated, [shadow, names.shadow])) {
    await connection.execute(drop)
  }
  return {
    source: facts.oid,
    shadow,
    columns: columnsOf(before, after.columns, input),
    key: key.columns(kept),
    indexes,
    keyIndex,
    laterChecks,
    // What a table that is written has of its own moves with it.
    statistics: (await statisticsOf(connection, facts.oid, shadow)).filter(
      ({schema}) => schema !== quoteName(names.growing)
    ),
    ownKeyIndex: kept.index === ownKey,
    shape: await printOf(connection, facts.oid),
    unlogged: facts.persistence === 'u',
    marksCrash: [facts.persistence, after.persistence].includes('u'),
    wayBack,
    written
  }
}

const noKey =
  'it has no unique key over columns that are never NULL, in ascending order, and that the change leaves as they are, or widens from one integer to another or from varchar to text'

/** The index by which rows are found while the others are away, on columns by number; made when there is none. */
async function uniqueIndexOf(
  connection: Connection,
  shadow: number,
  names: ShadowNames,
  targets: readonly TableColumn[]
): Promise<TableFacts['keys'][number]> {
  const isIt = ({immediate, parts}: TableFacts['keys'][number]): boolean =>
    immediate && parts.length === targets.length && parts.every(({column}, index) => column === targets[index]?.number)
  const found = (await readTable(connection, shadow)).keys.find(isIt)
  if (found) return found
  const columns = targets.map(({name}) => quoteName(name)).join(', ')
  await connection.execute(`CREATE UNIQUE INDEX ${ownKey} ON ${names.shadow} (${columns})`)
  const made = (await readTable(connection, shadow)).keys.find(
    ({index, ...rest}) => index === ownKey && isIt({index, ...rest})
  )
  if (made) return made
  throw new ShadowRefusedError(names.table, [noKey])
}

/** Columns of the source that get another name, type or end, by their number. */
function changedColumns(
  source: readonly TableColumn[],
  before: readonly TableColumn[],
  after: readonly TableColumn[]
): Map<number, string> {
  const changed = source.filter(({collation, name, type}) => {
    const number = before.find((column) => column.name === name)?.number
    const now = after.find((column) => column.number === number)
    return now?.name !== name || now.type !== type || now.collation !== collation
  })
  return new Map(changed.map(({name, number}) => [number, name]))
}

/** Grants, sequences and keys are carried over by the names of columns. */
function renamed(before: readonly TableColumn[], after: readonly TableColumn[]): string[] {
  return before.flatMap(({name, number}) => {
    const now = after.find((column) => column.number === number)
    return now === undefined || now.name === name
      ? []
      : [`the change renames column ${name}: rename it in a step of its own`]
  })
}

/** Statistics of the shadow table, and where those of the source are. */
async function statisticsOf(
  connection: Connection,
  source: number,
  shadow: number
): Promise<ShadowRecord['statistics']> {
  const schemas = new Map((await readStatistics(connection, source)).map(({name, schema}) => [name, schema]))
  return (await readStatistics(connection, shadow)).map(({name, schema}) => ({
    name,
    schema: schemas.get(name) ?? schema
  }))
}

/** The owner of the source owns the new table from the start. */
async function give(
  connection: Connection,
  {owner}: TableFacts,
  {growing, shadow}: ShadowNames,
  written: WrittenRecord | undefined
): Promise<void> {
  const [me] = await connection.query<{name: string; all: string}>(
    'SELECT current_user::text AS name, rolsuper::text AS all FROM pg_roles WHERE rolname = current_user'
  )
  if (me?.name === owner) return
  if (me?.all !== 'true') {
    await connection.execute(`GRANT USAGE, CREATE ON SCHEMA ${quoteName(growing)} TO ${quoteName(owner)}`)
  }
  for (const name of [shadow, ...(written?.partitions ?? []).map((partition) => partition.name)]) {
    await connection.execute(`ALTER TABLE ${name} OWNER TO ${quoteName(owner)}`)
  }
}

/** Each batch must see what was committed before it. */
async function assertReadCommitted(connection: Connection): Promise<void> {
  const [row] = await connection.query<{level: string}>("SELECT current_setting('transaction_isolation') AS level")
  if (row?.level === 'read committed') return
  throw new Error(
    `Unexpected isolation level ${row?.level ?? ''}, expected read committed: set \`default_transaction_isolation\` of the role back`
  )
}

const unvalidated = `
  SELECT coalesce(json_agg(sql ORDER BY conname, part), '[]') FROM (
    SELECT conname, 1 AS part,
      format('ALTER TABLE %s ADD CONSTRAINT %I %s', $2::text, conname, pg_get_constraintdef(oid)) AS sql
    FROM pg_constraint WHERE conrelid = $1 AND contype = 'c' AND NOT convalidated
    UNION ALL
    SELECT conname, 2, format('COMMENT ON CONSTRAINT %I ON %s IS %L', conname, $2::text, comment)
    FROM pg_constraint, obj_description(oid, 'pg_constraint') AS comment
    WHERE conrelid = $1 AND contype = 'c' AND NOT convalidated AND comment IS NOT NULL
  ) AS o`

const dropUnvalidated = `
  SELECT coalesce(json_agg(format('ALTER TABLE %s DROP CONSTRAINT %I', $2::text, conname)), '[]')
  FROM pg_constraint WHERE conrelid = $1 AND contype = 'c' AND NOT convalidated`

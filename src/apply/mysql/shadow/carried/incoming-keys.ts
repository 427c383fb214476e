/** Foreign keys of other tables to the table: they are turned to the new one right before it takes the place of the old one. */
import type {ObjectName} from '../../../../schema/catalog.js'
import type {Connection} from '../../../connection/connection.js'
import {quoteName, quoteTable} from '../../../../sql/mysql.js'
import {hiddenKeys, incomingKeys} from '../../view/incoming-keys.js'
import type {HiddenKey} from '../../view/incoming-keys.js'
import {isSame, locate, placeOf} from '../../view/tables.js'
import type {Place} from '../../view/tables.js'
import type {TableColumn} from '../columns.js'
import {interimName} from '../names.js'
import type {Named, ShadowNames} from '../names.js'
import type {CopiedColumn, ShadowView} from '../record.js'
import {unlock, withSettings} from '../session.js'
import {keysOf} from './foreign-keys.js'

/** One that is to refer to the new table. */
export interface IncomingKey {
  /** The table that has it, with its database. */
  child: ObjectName
  name: string
  /** Its name as long as it refers to the new table under that one's own name: none can be dropped and made in one statement. */
  interim: string
  /** `FOREIGN KEY (…)`, as the server writes it. */
  columns: string
  /** What follows the name of the table that it refers to: columns, and what is done by itself. */
  former: string
  /** The same of the new shape. */
  referred: string
}

type WrittenReference = Omit<IncomingKey, 'interim' | 'referred'>

const list = String.raw`\((?:\`(?:[^\`]|\`\`)+\`(?:, )?)+\)`
const written = new RegExp(
  String.raw`^(FOREIGN KEY ${list}) REFERENCES (?:\`((?:[^\`]|\`\`)+)\`\.)?\`((?:[^\`]|\`\`)+)\` (${list}.*)$`
)

/** Columns of the first list in a part of a foreign key, quoted. */
export function quotedColumns(part: string): string[] {
  const [names = ''] = new RegExp(list).exec(part) ?? []
  return names.match(/`(?:[^`]|``)+`/g) ?? []
}

/**
 * A foreign key as the server writes it.
 *
 * @param schema Of its table, where that is not the connection's.
 * @throws {Error} When it is written in a way that we do not know.
 */
export function partsOf(definition: string, schema: string): {columns: string; parent: string; referred: string} {
  const parts = written.exec(definition)
  if (!parts) throw new Error(`Unexpected foreign key ${definition}, expected it as the server writes keys`)
  const [, columns = '', database, table = '', referred = ''] = parts
  const parent = {schema: database === undefined ? schema : unquoted(database), name: unquoted(table)}
  return {columns, parent: quoteTable(parent), referred}
}

function named(table: ObjectName): Named {
  return {name: table.name, sql: quoteTable(table)}
}

const unquoted = (name: string): string => name.replaceAll('``', '`')

/**
 * Those of one table to another, as they are now.
 *
 * @throws {Error} When one is written in a way that we do not know: it must not be left behind.
 */
async function referencesOf(
  connection: Connection,
  child: ObjectName,
  parent: ObjectName,
  place: Place
): Promise<WrittenReference[]> {
  return (await keysOf(connection, named(child))).flatMap(({definition, name}) => {
    const parts = written.exec(definition)
    if (!parts) {
      throw new Error(
        `Unexpected foreign key ${name} of ${child.name} (${definition}), expected it as the server writes keys: it could be to ${parent.name}`
      )
    }
    const [, columns = '', schema, table = '', former = ''] = parts
    const referred = {schema: schema === undefined ? child.schema : unquoted(schema), name: unquoted(table)}
    return isSame(locate(referred, place), locate(parent, place)) ? [{child, name, columns, former}] : []
  })
}

/** Keys to the table are there that would stay with the old one, because nobody may see them. */
export class HiddenKeysError extends Error {
  override name = 'HiddenKeysError'
  readonly keys: readonly HiddenKey[]

  constructor(table: string, keys: readonly HiddenKey[]) {
    const shown = keys.map(({child, name}) => `${name} of ${child.schema}.${child.name}`).join(', ')
    const grants = keys.flatMap(({child}) => [
      `\`GRANT SELECT, LOCK TABLES ON ${quoteName(child.schema.replace(/[_%]/g, '\\$&'))}.*\``,
      `\`GRANT ALTER, CREATE, INSERT ON ${quoteTable(child)}\``
    ])
    super(
      `Unexpected foreign keys to ${table} of tables that we may not see (${shown}), expected the right to turn them to the new table: ${[...new Set(grants)].join(', ')}`
    )
    this.keys = keys
  }
}

/**
 * Those of other tables to the table.
 *
 * @throws {HiddenKeysError} When we cannot see all of them.
 */
export async function referencesTo(connection: Connection, {schema, source}: ShadowNames): Promise<WrittenReference[]> {
  const place = await placeOf(connection)
  const parent = {schema, name: source.name}
  const located = locate(parent, place)
  const told = await incomingKeys(connection, located)
  const hidden = await hiddenKeys(connection, located, told)
  if (hidden.length > 0) throw new HiddenKeysError(source.sql, hidden)
  const children: ObjectName[] = []
  for (const {child} of told) {
    const isNew = !isSame(locate(child, place), located) && !children.some((each) => isSame(each, child))
    if (isNew) children.push(child)
  }
  const found: WrittenReference[] = []
  for (const child of children) {
    const references = await referencesOf(connection, child, parent, place)
    if (references.length !== told.filter((key) => isSame(key.child, child)).length) {
      throw new Error(
        `Unexpected ${String(references.length)} foreign keys to ${source.sql} in the definition of ${quoteTable(child)}, expected as many as the server told: run again`
      )
    }
    found.push(...references)
  }
  return found
}

/** The columns of the new shape that a column of the old one goes to; that of its own name before others. */
function successorOf(name: string, columns: readonly CopiedColumn[]): CopiedColumn | undefined {
  const isNamed = (one: string | null): boolean => one?.toLowerCase() === name.toLowerCase()
  const all = columns.filter(({from}) => isNamed(from))
  return all.find((column) => isNamed(column.name)) ?? all[0]
}

/** A column that the change gives another name has it for those who refer to it too. */
function inNewShape(former: string, columns: readonly CopiedColumn[]): string {
  const end = new RegExp(`^${list}`).exec(former)?.[0].length ?? 0
  const names = former.slice(0, end).replaceAll(/`((?:[^`]|``)+)`/g, (quoted, name: string) => {
    const column = successorOf(unquoted(name), columns)
    return column ? quoteName(column.name) : quoted
  })
  return names + former.slice(end)
}

/** What a copy is made from, and what of it. */
export interface NewShape {
  source: readonly TableColumn[]
  target: readonly TableColumn[]
  columns: readonly CopiedColumn[]
}

/**
 * Why the new shape has not the values that a key refers to. The server would take a key to an empty table with other
 * ones; of a table with rows it lets only be changed what leaves all of them alike.
 */
function misfitsOf(former: string, {columns, source, target}: NewShape): string[] {
  return quotedColumns(former).flatMap((quoted) => {
    const name = unquoted(quoted.slice(1, -1))
    const copied = successorOf(name, columns)
    const from = source.find((column) => column.name === copied?.from)
    const to = target.find((column) => column.name === copied?.name)
    if (!from || !to) return [`its column ${name} would not be copied as it is`]
    const isLonger =
      from.dataType === to.dataType && /^var(?:char|binary)$/.test(to.dataType) && lengthOf(to) >= lengthOf(from)
    const isLike = (from.type === to.type || isLonger) && from.charset === to.charset && from.collation === to.collation
    return isLike ? [] : [`its column ${name} would be ${inWords(to)} instead of ${inWords(from)}`]
  })
}

function lengthOf({type}: TableColumn): number {
  return Number(/\d+/.exec(type)?.[0] ?? 0)
}

function inWords({collation, type}: TableColumn): string {
  return collation === null ? type : `${type} COLLATE ${collation}`
}

/**
 * Find out whether they fit the new shape: each is made for an empty table like the one that has it, and dropped with
 * that. The new table has to have all of its indexes still.
 *
 * @returns Why not, in words of the server.
 */
export async function tryIncomingKeys(
  connection: Connection,
  names: ShadowNames,
  shape: NewShape
): Promise<{incoming: IncomingKey[]; reasons: string[]; claims: IndexClaim[]}> {
  const incoming = (await referencesTo(connection, names)).map((key, index) => ({
    ...key,
    interim: interimName(names, 'in', index),
    referred: inNewShape(key.former, shape.columns)
  }))
  const [reasons, claims]: [string[], IndexClaim[]] = [[], []]
  for (const keys of byChild(incoming)) {
    const child = named(keys[0].child)
    await connection.execute(`CREATE TABLE ${names.trial.sql} LIKE ${child.sql}`)
    for (const key of keys) {
      const {interim, name} = key
      const misfits = misfitsOf(key.former, shape)
      if (misfits.length > 0) {
        reasons.push(`foreign key ${name} of ${child.name} cannot refer to the new shape: ${misfits.join(', ')}`)
        continue
      }
      const add = `ADD CONSTRAINT ${quoteName(interim)} ${referenceTo(names.shadow.sql, key.columns, key.referred)}`
      await connection.execute(`ALTER TABLE ${names.trial.sql} ${add}`).catch((error: unknown) => {
        if (!(error instanceof Error && 'sqlState' in error)) throw error
        reasons.push(`foreign key ${name} of ${child.name} cannot refer to the new shape: ${error.message}`)
      })
    }
    const kept = await indexNames(connection, names.trial)
    const lost = (await indexNames(connection, child)).filter((index) => !kept.includes(index))
    claims.push(...lost.map((index) => ({child: keys[0].child, index})))
    await connection.execute(`DROP TABLE ${names.trial.sql}`)
  }
  return {incoming, reasons, claims}
}

/** An index that the server made for a foreign key: it would build another one when that is made anew. */
export interface IndexClaim {
  child: ObjectName
  index: string
}

async function indexNames(connection: Connection, {sql}: Named): Promise<string[]> {
  const rows = await connection.query(`SHOW INDEX FROM ${sql}`)
  return [...new Set(rows.map((row) => row['Key_name'] ?? ''))]
}

/**
 * Make such indexes the table's own: one that was renamed is no longer the server's. Nobody sees the name in between, and
 * after a crash it gets its own back.
 *
 * Locks: `EXCLUSIVE` on the table, for a moment.
 */
export async function claimIndexes(
  connection: Connection,
  names: ShadowNames,
  claims: readonly IndexClaim[]
): Promise<void> {
  for (const [position, {child, index}] of claims.entries()) {
    const {sql} = named(child)
    const interim = interimName(names, 'in', position)
    const rename = (from: string, to: string): Promise<number> =>
      connection.execute(`ALTER TABLE ${sql} RENAME INDEX ${quoteName(from)} TO ${quoteName(to)}, ALGORITHM=INPLACE`)
    await connection.execute(`LOCK TABLES ${sql} WRITE`)
    try {
      const there = await indexNames(connection, named(child))
      if (there.includes(index)) await rename(index, interim)
      if (there.includes(index) || there.includes(interim)) await rename(interim, index)
    } finally {
      await unlock(connection)
    }
  }
}

type Some<Each> = [Each, ...Each[]]

/** Keys of each table that has some. */
function byChild<Key extends WrittenReference>(keys: readonly Key[]): Array<Some<Key>> {
  const groups: Array<Some<Key>> = []
  for (const key of keys) {
    const group = groups.find(([{child}]) => isSame(child, key.child))
    if (group) group.push(key)
    else groups.push([key])
  }
  return groups
}

/** The tables that have them. */
export function childTables(keys: readonly IncomingKey[]): Named[] {
  return byChild(keys).map(([{child}]) => named(child))
}

/** Those of one of them. */
export function keysOfChild(keys: readonly IncomingKey[], child: Named): IncomingKey[] {
  return keys.filter((key) => named(key.child).sql === child.sql)
}

function referenceTo(table: string, columns: string, referred: string): string {
  return `${columns} REFERENCES ${table} ${referred}`
}

/** A table by its full name: the database of another table is another one. */
function fullName({schema}: ShadowNames, {name}: Named, {database}: Place): string {
  return quoteTable({schema: schema === '' ? database : schema, name})
}

/** What one table's keys are to become, in one statement each. */
async function turn(
  connection: Connection,
  keys: readonly IncomingKey[],
  clausesOf: (key: IncomingKey, there: ReadonlySet<string>) => {drop: string; add: string} | undefined
): Promise<boolean> {
  let isChanged = false
  for (const group of byChild(keys)) {
    const child = named(group[0].child)
    const there = new Set((await keysOf(connection, child)).map(({name}) => name))
    const clauses = group.flatMap((key) => clausesOf(key, there) ?? [])
    if (clauses.length === 0) continue
    const all = [...clauses.map(({drop}) => `DROP FOREIGN KEY ${quoteName(drop)}`), ...clauses.map(({add}) => add)]
    await connection.execute(`ALTER TABLE ${child.sql} ${all.join(', ')}, ALGORITHM=INPLACE`)
    isChanged = true
  }
  return isChanged
}

/**
 * Let them refer to the new table, right before it gets the name of the old one, and takes them along. No row is read:
 * what refers to a row of the old table refers to the same of the new one.
 *
 * Locks: `EXCLUSIVE` on the tables that have them, which are ours already.
 */
export async function turnToNew(
  connection: Connection,
  names: ShadowNames,
  keys: readonly IncomingKey[]
): Promise<void> {
  if (keys.length === 0) return
  const shadow = fullName(names, names.shadow, await placeOf(connection))
  await withSettings(connection, {foreign_key_checks: '0'}, () =>
    turn(connection, keys, ({columns, interim, name, referred}, there) =>
      there.has(name)
        ? {drop: name, add: `ADD CONSTRAINT ${quoteName(interim)} ${referenceTo(shadow, columns, referred)}`}
        : undefined
    )
  )
}

/**
 * Give them their own names: after the swap, or where it did not come about, of the old table as they were. What is right
 * is left.
 *
 * @returns Whether anything was to be done.
 */
export async function settleIncoming(
  connection: Connection,
  names: ShadowNames,
  keys: readonly IncomingKey[],
  shape: 'former' | 'referred'
): Promise<boolean> {
  if (keys.length === 0) return false
  const source = fullName(names, names.source, await placeOf(connection))
  return withSettings(connection, {foreign_key_checks: '0'}, () =>
    turn(connection, keys, (key, there) =>
      there.has(key.interim)
        ? {
            drop: key.interim,
            add: `ADD CONSTRAINT ${quoteName(key.name)} ${referenceTo(source, key.columns, key[shape])}`
          }
        : undefined
    )
  )
}

/** @throws {Error} When others were made or dropped since the copy was begun: they would stay with the old table. */
export async function keepsIncoming({connection, names, record}: ShadowView): Promise<void> {
  const print = (keys: readonly WrittenReference[]): string =>
    JSON.stringify(
      keys.map(({child, columns, former, name}) => [child.schema, child.name, name, columns, former]).sort()
    )
  if (print(await referencesTo(connection, names)) === print(record.incomingKeys)) return
  throw new Error(
    `Unexpected change of the foreign keys to ${names.source.sql} since its copy was begun, expected the same: abort, and begin again`
  )
}

/** @throws {Error} When one came while the tables changed places, and went with the old one. */
export async function assertNoneStranded(connection: Connection, names: ShadowNames): Promise<void> {
  const left = await referencesTo(connection, {...names, source: names.kept})
  if (left.length === 0) return
  const shown = left.map(({child, name}) => `${name} of ${child.name}`).join(', ')
  throw new Error(
    `Unexpected foreign keys to ${names.kept.sql} that were made while the tables changed places (${shown}), expected none: drop them, add them to ${names.source.sql}, then run again`
  )
}

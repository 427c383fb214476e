/** Foreign keys of the table itself, to others or to itself: the new table gets them at the last moment. */
import type {Connection} from '../../../connection/connection.js'
import {quoteName} from '../../../../sql/mysql.js'
import {isThere} from '../locate.js'
import {interimName} from '../names.js'
import type {Named, ShadowNames} from '../names.js'
import type {ShadowRecord} from '../record.js'
import {withSettings} from '../session.js'
import {definition} from '../source.js'
import type {CarriedKey} from './carried.js'

/** Carries a statement out that takes the tables which are referred to. */
export type Execute = (statement: string) => Promise<unknown>

/** One as the server writes it. */
export interface WrittenKey {
  name: string
  definition: string
}

const keyLine = /^ {2}CONSTRAINT `((?:[^`]|``)+)` (FOREIGN KEY .*?),?$/gm

/** Those of a table, in the server's own words. */
export async function keysOf(connection: Connection, table: Named): Promise<WrittenKey[]> {
  const text = await definition(connection, table)
  return [...text.matchAll(keyLine)].map(([, name = '', written = '']) => ({
    name: name.replaceAll('``', '`'),
    definition: written
  }))
}

/** A key of a table to itself goes on doing that under another name. */
function aimedAt({definition: written}: WrittenKey, from: Named, to: Named): string {
  return written.replace(` REFERENCES ${quoteName(from.name)} (`, () => ` REFERENCES ${quoteName(to.name)} (`)
}

/**
 * Give the new table, as long as it is empty, the keys of the old one: what the change does to columns it then does to
 * them, or is refused as it would be by the old table. Nothing is built anew for it, so that it is over soon.
 *
 * Locks: `EXCLUSIVE` on the tables that are referred to, for a moment.
 */
export async function lendKeys(connection: Connection, names: ShadowNames, execute: Execute): Promise<void> {
  const adds = (await keysOf(connection, names.source)).map(
    (key, index) =>
      `ADD CONSTRAINT ${quoteName(interimName(names, 'fk', index))} ${aimedAt(key, names.source, names.shadow)}`
  )
  if (adds.length === 0) return
  await withSettings(connection, {foreign_key_checks: '0'}, () =>
    execute(`ALTER TABLE ${names.shadow.sql} ${adds.join(', ')}, ALGORITHM=INPLACE`)
  )
}

/**
 * Take them away again, before there are rows: while these are only copies, they would keep rows of other tables from
 * being deleted.
 *
 * @returns What has become of them, and names of keys that the change made.
 */
export async function returnKeys(
  connection: Connection,
  names: ShadowNames,
  execute: Execute
): Promise<{carried: CarriedKey[]; made: string[]}> {
  const before = await keysOf(connection, names.source)
  const after = await keysOf(connection, names.shadow)
  const carried = before.flatMap(({definition: former, name}, index) => {
    const interim = interimName(names, 'fk', index)
    const found = after.find((key) => key.name === interim)
    return found ? [{name, interim, definition: found.definition, former}] : []
  })
  const made = after.filter(({name}) => !carried.some(({interim}) => interim === name)).map(({name}) => name)
  await dropKeys(connection, names.shadow, execute)
  return {carried, made}
}

/** Drop all that a table has. Nothing is read or written. */
export async function dropKeys(
  connection: Connection,
  table: Named,
  execute: Execute = (statement) => connection.execute(statement)
): Promise<void> {
  const drops = (await keysOf(connection, table)).map(({name}) => `DROP FOREIGN KEY ${quoteName(name)}`)
  if (drops.length > 0) await execute(`ALTER TABLE ${table.sql} ${drops.join(', ')}, ALGORITHM=INPLACE`)
}

/**
 * Let the new table have them, under their interim names, while nobody writes to the old one; `foreign_key_checks` is off,
 * so that no row is looked at.
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-foreign-key-operations
 */
export async function addKeys(
  connection: Connection,
  names: ShadowNames,
  carried: readonly CarriedKey[]
): Promise<void> {
  if (carried.length === 0) return
  const there = await keysOf(connection, names.shadow)
  const adds = carried
    .filter(({interim}) => !there.some(({name}) => name === interim))
    .map((key) => `ADD CONSTRAINT ${quoteName(key.interim)} ${key.definition}`)
  if (adds.length === 0) return
  await withSettings(connection, {foreign_key_checks: '0'}, () =>
    connection.execute(`ALTER TABLE ${names.shadow.sql} ${adds.join(', ')}, ALGORITHM=INPLACE`)
  )
}

/**
 * Give the old table those back that were taken from it for a swap that did not come about. No row is looked at.
 *
 * @returns Whether one had been taken.
 */
export async function restoreKeys(
  connection: Connection,
  names: ShadowNames,
  {foreignKeys: carried, mariadb}: Pick<ShadowRecord, 'foreignKeys' | 'mariadb'>
): Promise<boolean> {
  if (carried.length === 0) return false
  const there = await keysOf(connection, names.source)
  const taken = carried.filter((key) => !there.some(({name}) => name === key.name))
  if (taken.length === 0) return false
  const indexes = mariadb ? await indexesOf(connection, names.source) : []
  const adds = taken.map((key) => {
    const written = columnList.exec(key.former)?.[1] ?? ''
    const index = indexes.find(({columns}) => `${columns},`.startsWith(`${written.replaceAll('`, `', '`,`')},`))
    // The primary key is no index that was made for a key, and nothing else can have its name.
    return `ADD ${addition(key, index?.name === 'PRIMARY' ? undefined : index?.name)}`
  })
  await withSettings(connection, {foreign_key_checks: '0'}, () =>
    connection.execute(`ALTER TABLE ${names.source.sql} ${adds.join(', ')}, ALGORITHM=INPLACE`)
  )
  return true
}

const columnList = /^FOREIGN KEY \(((?:`(?:[^`]|``)+`(?:, )?)+)\)/

/**
 * An index that MariaDB made for a key goes when the key is made anew, and comes back under the name after CONSTRAINT; that
 * after FOREIGN KEY is the key's own. So it is on 10.11 and 11.8, whatever the manual says.
 * https://mariadb.com/kb/en/foreign-keys/
 */
function addition({former, name}: CarriedKey, index: string | undefined): string {
  return index === undefined
    ? `CONSTRAINT ${quoteName(name)} ${former}`
    : former.replace(/^FOREIGN KEY/, () => `CONSTRAINT ${quoteName(index)} FOREIGN KEY ${quoteName(name)}`)
}

/** With their columns, quoted, in order. */
async function indexesOf(connection: Connection, {sql}: Named): Promise<Array<{name: string; columns: string}>> {
  const columns = new Map<string, string[]>()
  for (const row of await connection.query(`SHOW INDEX FROM ${sql}`)) {
    const index = row['Key_name'] ?? ''
    columns.set(index, [...(columns.get(index) ?? []), quoteName(row['Column_name'] ?? '')])
  }
  return [...columns].map(([name, own]) => ({name, columns: own.join(',')}))
}

/**
 * After the swap: the old table lets go of the rows that it refers to, and the keys get their own names, those of one table
 * in one statement. What is done already is left.
 */
export async function settleKeys(
  connection: Connection,
  names: ShadowNames,
  carried: readonly CarriedKey[],
  execute: Execute = (statement) => connection.execute(statement)
): Promise<void> {
  if (carried.length === 0) return
  if (await isThere(connection, names, names.kept)) await dropKeys(connection, names.kept, execute)
  const there = await keysOf(connection, names.source)
  const left = carried.filter(({interim}) => there.some(({name}) => name === interim))
  const clauses = [
    ...left.map(({interim}) => `DROP FOREIGN KEY ${quoteName(interim)}`),
    ...left.map((key) => `ADD CONSTRAINT ${quoteName(key.name)} ${aimedAt(key, names.shadow, names.source)}`)
  ]
  if (clauses.length > 0) await execute(`ALTER TABLE ${names.source.sql} ${clauses.join(', ')}, ALGORITHM=INPLACE`)
}

/** A foreign key of the table, with what it does by itself. */
export interface KeyRules {
  name: string
  /** The table that it refers to, as it is written. */
  parent: string
  isToItself: boolean
  /** `ON DELETE CASCADE`; empty: it changes no rows, so that triggers see all changes. */
  actions: string
}

/** Those of the table. */
export async function keyRulesOf(connection: Connection, {source}: Pick<ShadowNames, 'source'>): Promise<KeyRules[]> {
  const own = quoteName(source.name)
  return (await keysOf(connection, source)).map(({definition: written, name}) => {
    // Where names make it unreadable, all of it is looked through.
    const [, parent = '', rules = written] =
      /REFERENCES ((?:`(?:[^`]|``)+`\.)?`(?:[^`]|``)+`) \([^()]*\)(.*)$/.exec(written) ?? []
    const actions = rules.match(/ON (?:DELETE|UPDATE) (?:CASCADE|SET \w+)/g) ?? []
    return {name, parent: parent.replaceAll('`', ''), isToItself: parent === own, actions: actions.join(' ')}
  })
}

/** Those that change rows of the table by themselves. */
export async function actingKeysOf(connection: Connection, names: Pick<ShadowNames, 'source'>): Promise<KeyRules[]> {
  return (await keyRulesOf(connection, names)).filter(({actions}) => actions !== '')
}

/** Foreign keys of the table itself, to others or to itself: the new table gets them at the last moment. */
import type {ObjectName} from '../../../../schema/catalog.js'
import type {Connection} from '../../../connection.js'
import {quoteName} from '../../sql.js'
import {interimName, schemaValue} from '../names.js'
import type {Named, ShadowNames} from '../names.js'
import {definition} from '../source.js'

/** One that the new table is to have. */
export interface CarriedKey {
  name: string
  /** Its name as long as the old table has it too: names are those of the database. */
  interim: string
  /** `FOREIGN KEY …`, as the server writes it after the name. */
  definition: string
}

interface WrittenKey {
  name: string
  definition: string
}

const keyLine = /^ {2}CONSTRAINT `((?:[^`]|``)+)` (FOREIGN KEY .*?),?$/gm

/** Those of a table, in the server's own words. */
async function keysOf(connection: Connection, table: Named): Promise<WrittenKey[]> {
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
 * them, or is refused as it would be by the old table.
 *
 * Locks: `EXCLUSIVE` on the tables that are referred to, for a moment.
 */
export async function lendKeys(connection: Connection, names: ShadowNames): Promise<void> {
  const adds = (await keysOf(connection, names.source)).map(
    (key, index) =>
      `ADD CONSTRAINT ${quoteName(interimName(names, 'fk', index))} ${aimedAt(key, names.source, names.shadow)}`
  )
  if (adds.length > 0) await connection.execute(`ALTER TABLE ${names.shadow.sql} ${adds.join(', ')}`)
}

/**
 * Take them away again, before there are rows: while these are only copies, they would keep rows of other tables from
 * being deleted.
 *
 * @returns What has become of them, and names of keys that the change made.
 */
export async function returnKeys(
  connection: Connection,
  names: ShadowNames
): Promise<{carried: CarriedKey[]; made: string[]}> {
  const before = await keysOf(connection, names.source)
  const after = await keysOf(connection, names.shadow)
  const carried = before.flatMap(({name}, index) => {
    const interim = interimName(names, 'fk', index)
    const found = after.find((key) => key.name === interim)
    return found ? [{name, interim, definition: found.definition}] : []
  })
  const made = after.filter(({name}) => !carried.some(({interim}) => interim === name)).map(({name}) => name)
  await dropKeys(connection, names.shadow)
  return {carried, made}
}

/** Drop all that a table has. Nothing is read or written. */
async function dropKeys(connection: Connection, table: Named): Promise<void> {
  const drops = (await keysOf(connection, table)).map(({name}) => `DROP FOREIGN KEY ${quoteName(name)}`)
  if (drops.length > 0) await connection.execute(`ALTER TABLE ${table.sql} ${drops.join(', ')}, ALGORITHM=INPLACE`)
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
  const there = await keysOf(connection, names.shadow)
  const adds = carried
    .filter(({interim}) => !there.some(({name}) => name === interim))
    .map((key) => `ADD CONSTRAINT ${quoteName(key.interim)} ${key.definition}`)
  if (adds.length > 0) await connection.execute(`ALTER TABLE ${names.shadow.sql} ${adds.join(', ')}, ALGORITHM=INPLACE`)
}

/**
 * After the swap: the old table lets go of the rows that it refers to, and the keys get their own names, those of one table
 * in one statement. What is done already is left.
 */
export async function settleKeys(
  connection: Connection,
  names: ShadowNames,
  carried: readonly CarriedKey[]
): Promise<void> {
  if (carried.length === 0) return
  await dropKeys(connection, names.kept)
  const there = await keysOf(connection, names.source)
  const left = carried.filter(({interim}) => there.some(({name}) => name === interim))
  const clauses = [
    ...left.map(({interim}) => `DROP FOREIGN KEY ${quoteName(interim)}`),
    ...left.map((key) => `ADD CONSTRAINT ${quoteName(key.name)} ${aimedAt(key, names.shadow, names.source)}`)
  ]
  if (clauses.length > 0) {
    await connection.execute(`ALTER TABLE ${names.source.sql} ${clauses.join(', ')}, ALGORITHM=INPLACE`)
  }
}

/** A foreign key with what it does by itself. */
export interface KeyRules {
  name: string
  /** The table that has it. */
  table: ObjectName
  /** The table that it refers to. */
  parent: ObjectName
  onDelete: string
  onUpdate: string
}

/** Those of the table, and those of others (of itself too) to it. */
export async function keyRulesOf(
  connection: Connection,
  names: ShadowNames,
  side: 'own' | 'incoming'
): Promise<KeyRules[]> {
  const [schema, name] =
    side === 'own' ? ['k.TABLE_SCHEMA', 'k.TABLE_NAME'] : ['k.REFERENCED_TABLE_SCHEMA', 'k.REFERENCED_TABLE_NAME']
  const rows = await connection.query(
    `SELECT DISTINCT k.CONSTRAINT_NAME AS name, k.TABLE_SCHEMA AS child_schema, k.TABLE_NAME AS child,
       k.REFERENCED_TABLE_SCHEMA AS parent_schema, k.REFERENCED_TABLE_NAME AS parent, r.DELETE_RULE AS on_delete,
       r.UPDATE_RULE AS on_update
     FROM information_schema.KEY_COLUMN_USAGE k JOIN information_schema.REFERENTIAL_CONSTRAINTS r
       ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.TABLE_NAME = k.TABLE_NAME AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME
     WHERE ${schema} = ${schemaValue(names)} AND ${name} = ? AND k.REFERENCED_TABLE_NAME IS NOT NULL
     ORDER BY 2, 3, 1`,
    [names.source.name]
  )
  return rows.map((row) => ({
    name: row['name'] ?? '',
    table: {schema: row['child_schema'] ?? '', name: row['child'] ?? ''},
    parent: {schema: row['parent_schema'] ?? '', name: row['parent'] ?? ''},
    onDelete: row['on_delete'] ?? '',
    onUpdate: row['on_update'] ?? ''
  }))
}

/** Whether it refers to its own table. */
export function isToItself({parent, table}: KeyRules): boolean {
  return parent.schema === table.schema && parent.name === table.name
}

/** Whether it changes rows of its table by itself, which fires no trigger. */
export function acts({onDelete, onUpdate}: KeyRules): boolean {
  return [onDelete, onUpdate].some((rule) => /CASCADE|SET/.test(rule))
}

/** Foreign keys of other tables to the table: they are turned to the new one right before it takes the place of the old one. */
import type {ObjectName} from '../../../../schema/objects.js'
import type {Connection} from '../../../connection/connection.js'
import {quoteName, quoteTable} from '../../../../sql/mysql.js'
import {isSame, placeOf} from '../../view/tables.js'
import type {Place} from '../../view/tables.js'
import {whenAtRest} from '../../at-rest.js'
import {interimName} from '../names.js'
import type {Named, ShadowNames} from '../names.js'
import type {ShadowView} from '../record.js'
import {unlock, withSettings} from '../session.js'
import type {IncomingKey, IndexClaim, WrittenReference} from './carried.js'
import {keysOf} from './foreign-keys.js'
import {named, referencesTo} from './references.js'
import {inNewShape, misfitsOf} from './referred-shape.js'
import type {NewShape} from './referred-shape.js'

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
  claims: readonly IndexClaim[],
  mariadb: boolean
): Promise<void> {
  const source = {schema: names.schema, name: names.source.name}
  for (const [position, {child, index}] of claims.entries()) {
    const interim = interimName(names, 'in', position)
    await whenAtRest(
      connection,
      {mariadb, tables: [child, source], wanted: [child]},
      `LOCK TABLES ${named(child).sql} WRITE`
    )
    try {
      const there = await indexNames(connection, named(child))
      if (there.includes(index)) await renameIndex(connection, child, index, interim)
      if (there.includes(index) || there.includes(interim)) await renameIndex(connection, child, interim, index)
    } finally {
      await unlock(connection)
    }
  }
}

/** Give those their own names back that have not after a crash, where nobody is going to claim them any more. */
export async function returnIndexNames(
  connection: Connection,
  names: ShadowNames,
  claims: readonly IndexClaim[]
): Promise<void> {
  for (const [position, {child, index}] of claims.entries()) {
    const interim = interimName(names, 'in', position)
    const there = await indexNames(connection, named(child))
    if (there.includes(interim)) await renameIndex(connection, child, interim, index)
  }
}

async function renameIndex(connection: Connection, child: ObjectName, from: string, to: string): Promise<void> {
  await connection.execute(
    `ALTER TABLE ${named(child).sql} RENAME INDEX ${quoteName(from)} TO ${quoteName(to)}, ALGORITHM=INPLACE`
  )
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

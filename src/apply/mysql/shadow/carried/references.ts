/** Foreign keys of other tables as they are written, each of which has to be found. */
import type {ObjectName} from '../../../../schema/objects.js'
import type {Connection} from '../../../connection/connection.js'
import {quoteName, quoteTable} from '../../../../sql/mysql.js'
import {hiddenKeys, incomingKeys} from '../../view/incoming-keys.js'
import type {HiddenKey} from '../../view/incoming-keys.js'
import {isSame, locate, placeOf} from '../../view/tables.js'
import type {Place} from '../../view/tables.js'
import type {Named, ShadowNames} from '../names.js'
import type {WrittenReference} from './carried.js'
import {keysOf} from './foreign-keys.js'

/** Columns in a definition. */
export const list = String.raw`\((?:\`(?:[^\`]|\`\`)+\`(?:, )?)+\)`
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
export function partsOf(definition: string, schema: string): {columns: string; parent: ObjectName; referred: string} {
  const parts = written.exec(definition)
  if (!parts) throw new Error(`Unexpected foreign key ${definition}, expected it as the server writes keys`)
  const [, columns = '', database, table = '', referred = ''] = parts
  const parent = {schema: database === undefined ? schema : unquoted(database), name: unquoted(table)}
  return {columns, parent, referred}
}

/** A table by its full name. */
export function named(table: ObjectName): Named {
  return {name: table.name, sql: quoteTable(table)}
}

/** A name without its quotes, as it is. */
export const unquoted = (name: string): string => name.replaceAll('``', '`')

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

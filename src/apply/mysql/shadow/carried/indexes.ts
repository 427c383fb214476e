/** Indexes that the server made for foreign keys: the new table has them as its own. */
import type {Connection} from '../../../connection/connection.js'
import type {ShadowNames} from '../names.js'
import {definition} from '../source.js'

/** `KEY …` of a definition that is neither unique nor of a kind of its own. */
const plainLine = /^ {2}(KEY (`(?:[^`]|``)+`) \(.*?),?$/gm

/**
 * An index that the server made for a foreign key goes when another foreign key makes it one, with another name. Built by
 * name, while there are no rows, they stay: all of them, so that they keep their order.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html#foreign-key-restrictions
 */
export async function ownIndexes(connection: Connection, {shadow, source}: ShadowNames): Promise<void> {
  if (!/^ {2}CONSTRAINT `.*` FOREIGN KEY /m.test(await definition(connection, source))) return
  const lines = [...(await definition(connection, shadow)).matchAll(plainLine)]
  const clauses = [
    ...lines.map(([, , name = '']) => `DROP KEY ${name}`),
    ...lines.map(([, clause = '']) => `ADD ${clause}`)
  ]
  if (clauses.length > 0) await connection.execute(`ALTER TABLE ${shadow.sql} ${clauses.join(', ')}`)
}

/** Tables that foreign keys tie to the table: who writes to one of them has the others, too. */
import type {ObjectName} from '../../../../schema/objects.js'
import type {Connection} from '../../../connection/connection.js'
import {isSame, locate, locateAll, placeOf} from '../../view/tables.js'
import type {Located} from '../../view/tables.js'
import type {ShadowNames} from '../names.js'
import type {ShadowView} from '../record.js'
import {keysOf} from './foreign-keys.js'
import {partsOf} from './references.js'

/** Those that the table refers to, as it is now; it may be one of them. */
export async function parentsOf(connection: Connection, names: ShadowNames): Promise<ObjectName[]> {
  return (await keysOf(connection, names.source)).map(({definition}) => partsOf(definition, names.schema).parent)
}

export interface TiedTables {
  source: Located
  /** Those that refer to it. */
  children: Located[]
  /** Those that it refers to, where they are not among the others. */
  parents: Located[]
}

/** Each is there once, by its full name. */
export async function tiedTables({
  connection,
  names,
  record
}: Pick<ShadowView, 'connection' | 'names' | 'record'>): Promise<TiedTables> {
  const place = await placeOf(connection)
  const source = locate({schema: names.schema, name: names.source.name}, place)
  const isOther = (table: ObjectName, ...those: ObjectName[]): boolean => !those.some((each) => isSame(each, table))
  const children = locateAll(
    record.incomingKeys.map(({child}) => child),
    place
  ).filter((table) => isOther(table, source))
  const parents = locateAll(
    record.foreignKeys.map(({former}) => partsOf(former, names.schema).parent),
    place
  ).filter((table) => isOther(table, source, ...children))
  return {source, children, parents}
}

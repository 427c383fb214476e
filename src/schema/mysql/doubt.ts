/** Tables of which it is not sure any more what they have, though they were seen to be made. */
import type {Operation} from '../../operations/operation.js'
import type {Catalog} from '../catalog.js'
import type {Table} from '../objects.js'
import {keyOf} from '../objects.js'
import type {Session} from '../session.js'

function doubt(catalog: Catalog, table: Table): void {
  if (table.doubtful !== true) catalog.tables.set(keyOf(table), {...table, doubtful: true})
}

/** A command that may not have run has changed these, or has not. */
export function doubtChanged(operations: readonly Operation[], catalog: Catalog, session: Session): void {
  for (const operation of operations) {
    for (const name of [
      'table' in operation ? operation.table : undefined,
      operation.kind === 'table.rename' ? operation.to : undefined
    ]) {
      const table = name && session.findTable(catalog, name)
      if (table) doubt(catalog, table)
    }
  }
}

/** Something has run of which nothing is seen here. */
export function doubtAll(catalog: Catalog): void {
  for (const table of [...catalog.tables.values()]) doubt(catalog, table)
}

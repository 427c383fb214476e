import type {Name} from '../../operations/definitions.js'
import type {Command} from '../../operations/script.js'
import type {Catalog} from '../catalog.js'
import {keyOf} from '../objects.js'
import type {Session} from '../session.js'

/**
 * `CREATE TABLE archive.account AS TABLE account`, `INSERT INTO archive.account SELECT … FROM account`: filled from one
 * that is named like it, where that is.
 */
export function copiesNamesake({name, schema}: Name, sources: readonly Name[]): boolean {
  return schema !== undefined && sources.some((source) => source.schema === undefined && source.name === name)
}

/**
 * `CREATE TABLE app.account (…); DROP TABLE account`: nobody drops or empties what the same file has just made, so the
 * bare name means another one, which the files do not tell of.
 *
 * @param migration Number of the migration that the command stands in.
 */
export function noteOtherThanMade({operations}: Command, catalog: Catalog, session: Session, migration: number): void {
  for (const operation of operations) {
    if (operation.kind !== 'table.drop' && operation.kind !== 'table.truncate') continue
    for (const found of session.elsewhere(operation.table, (each) => catalog.tables.has(keyOf(each)), catalog)) {
      if (catalog.tables.get(keyOf(found))?.createdBy === migration) session.noteCopy(found)
    }
  }
}

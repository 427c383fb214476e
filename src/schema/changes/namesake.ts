import type {Name} from '../../operations/definitions.js'

/**
 * `CREATE TABLE archive.account AS TABLE account`, `INSERT INTO archive.account SELECT … FROM account`: filled from one
 * that is named like it, where that is.
 */
export function copiesNamesake({name, schema}: Name, sources: readonly Name[]): boolean {
  return schema !== undefined && sources.some((source) => source.schema === undefined && source.name === name)
}

/** Pieces of SQL that recipes for MySQL and MariaDB write. */
import {quoteName} from '../../../sql/mysql.js'
import type {Name} from '../../../operations/definitions.js'
import type {Operation} from '../../../operations/operation.js'
import {keyOf} from '../../../schema/objects.js'
import type {ObjectName} from '../../../schema/objects.js'
import type {RecipeView} from '../../recipe.js'

/** A name as the statement has it, with its database where that is written. */
export function quoteWritten({name, schema}: Name): string {
  return schema === undefined ? quoteName(name) : `${quoteName(schema)}.${quoteName(name)}`
}

type Names = Pick<RecipeView, 'catalog' | 'session'>

/** The full name of the table that a statement names, as the catalog has it. */
export function resolved(name: Name, {catalog, session}: Names): ObjectName {
  return session.resolve(name, (each) => catalog.tables.has(keyOf(each)), catalog)
}

/** The same for steps: `''` as schema stands for the database of the connection, whatever that is called there. */
export function objectOf(name: Name, view: Names): ObjectName {
  const found = resolved(name, view)
  return found.schema === view.session.configured('database') ? {schema: '', name: found.name} : found
}

/** `ALTER TABLE` with its changes; those of partitions have no comma before them. */
export function alterTable(name: Name | string, changes: readonly string[], clause?: string): string {
  const table = typeof name === 'string' ? name : quoteWritten(name)
  const isPartitioning = (text: string): boolean => /^(?:partition\s+by|remove\s+partitioning)\b/i.test(text)
  const list = [...changes.filter((text) => !isPartitioning(text)), ...(clause === undefined ? [] : [clause])]
  const parts = [list.join(', '), ...changes.filter(isPartitioning)].filter((text) => text !== '')
  return `ALTER TABLE ${table} ${parts.join(' ')}`
}

/** An operation of `ALTER TABLE` as it is written there by itself. */
export function changeText(operation: Operation, {migration}: Pick<RecipeView, 'migration'>): string {
  const text = migration.text.slice(operation.range.start, operation.range.end)
  // `ADD (a int, b int)`
  return operation.kind === 'column.add' && !/^add\b/i.test(text) ? `ADD COLUMN ${text}` : text
}

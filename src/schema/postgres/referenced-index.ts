/** Which index of the referenced table a foreign key of PostgreSQL depends on. */
import {findConstraint} from '../lookup.js'
import type {Constraint, Index, Table} from '../objects.js'

/** Unique, of plain columns and of all rows. */
function canBeReferenced({elements, unique, where}: Index): boolean {
  return unique && where === undefined && elements.every(({column}) => column !== undefined)
}

function hasColumns({elements}: Index, columns: readonly string[]): boolean {
  return (
    elements.length === columns.length && elements.every(({column}) => column !== undefined && columns.includes(column))
  )
}

/**
 * The primary key's where the foreign key names no columns, else the oldest unique one of the columns,
 * whether a constraint owns it or not.
 */
export function referencedIndex({references}: Constraint, table: Table): Index | undefined {
  if (references === undefined) return undefined
  const {columns} = references
  const own = table.indexes.filter((index) => canBeReferenced(index) && hasColumns(index, columns))
  return columns.length === 0
    ? table.indexes.find(({primary}) => primary)
    : (own.find((index) => !isDeferrable(index, table)) ?? own[0])
}

/** The server looks on for one that is not. */
export const isDeferrable = ({name}: Index, {constraints}: Table): boolean =>
  constraints.some((key) => key.deferrable === true && (key.indexName ?? key.name) === name)

/** The index that goes with a key of the table. */
export function indexOfKey(table: Table, name: string): string | undefined {
  const key = findConstraint('postgres', table, name)
  return key?.type === 'primary-key' || key?.type === 'unique' ? (key.indexName ?? key.name) : undefined
}

/** What is left when a constraint or an index is gone. */
import type {Migration} from '../../migrations/migration.js'
import type {Operation} from '../../operations/operation.js'
import type {Table} from '../../schema/objects.js'

/** Whether a unique index over just these columns is there. */
export function hasUnique({indexes}: Pick<Table, 'indexes'>, columns: readonly string[]): boolean {
  return indexes.some(
    ({elements, unique}) =>
      unique &&
      sameColumns(
        elements.map(({column}) => column ?? ''),
        columns
      )
  )
}

export function sameColumns(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((column) => b.includes(column))
}

/** Of a table that is not known: no primary key, and nothing is added to the table in the same migration. */
export function isLost({name, table, type}: Operation<'constraint.drop'>, {script}: Migration): boolean {
  if (name === undefined || type === 'primary-key' || name === `${table.name}_pkey`) return false
  return !script.statements.some(({commands}) =>
    commands.some(({operations}) =>
      operations.some(
        (each) =>
          (each.kind === 'constraint.add' || each.kind === 'index.create' || each.kind === 'table.drop') &&
          each.table.name === table.name
      )
    )
  )
}

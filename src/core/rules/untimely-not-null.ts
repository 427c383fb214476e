import type {Operation} from '../../operations/operation.js'
import {findColumn} from '../../schema/lookup.js'
import type {Table} from '../../schema/objects.js'
import type {Dialect} from '../../server/server.js'
import type {Name} from '../../operations/definitions.js'

/** An operation that may make a column `NOT NULL`. */
export type NotNullChange = Operation<'column.set-not-null' | 'column.modify'>

/** Whether it does so, whatever the column was before. */
export function setsNotNull(operation: NotNullChange): boolean {
  return operation.kind === 'column.set-not-null' || operation.definition.nullable === false
}

/** The name that the column has from then on. */
export function nameAfter(operation: NotNullChange): string {
  return operation.kind === 'column.modify' ? operation.definition.name : operation.column
}

/**
 * Whether, at the end of the migration, inserts that leave the column out fail.
 *
 * @param find The table as it is then.
 */
export function hasNoValueByItself(
  find: (name: Name) => Table | undefined,
  operation: NotNullChange,
  dialect: Dialect
): boolean {
  const after = find(operation.table)
  const column = after && findColumn(dialect, after, nameAfter(operation))
  if (!column?.notNull || column.default !== undefined || column.generated) return false
  if (column.identity !== undefined || column.autoIncrement === true) return false
  // A trigger before the insert may fill it in.
  return after?.triggers.some(({events, timing}) => timing === 'before' && events.includes('insert')) !== true
}

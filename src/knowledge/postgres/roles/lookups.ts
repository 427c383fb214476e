/** Which foreign keys an operation has to do with, and where rows are looked up for them. */
import type {Operation} from '../../../operations/operation.js'
import type {Constraint, Table} from '../../../schema/objects.js'
import {indexOfKey, referencedIndex} from '../../../schema/postgres/referenced-index.js'
import {isSame, type Scene, type Target} from '../look.js'
import {actionsOf, isChange} from './cascade.js'
import {referencedColumns} from './foreign-keys.js'
import {targetsWritten} from './named.js'

/** A test whether a foreign key of the relation has to do with the operation? */
export function concerns(scene: Scene): (key: Constraint) => boolean {
  const fits = namedBy(scene)
  return (key) => (key.enforced || !needsTriggers(scene.operation)) && fits(key)
}

/** Whether only the triggers of a foreign key bring the operation to its other end; NOT ENFORCED has none. */
const needsTriggers = ({kind}: Operation): boolean =>
  kind.startsWith('rows.') || kind === 'column.drop' || kind === 'table.drop'

function namedBy({operation}: Scene): (key: Constraint) => boolean {
  switch (operation.kind) {
    case 'constraint.drop':
    case 'constraint.validate':
    case 'constraint.alter':
    case 'constraint.rename':
      return ({name}) => name === operation.name
    case 'column.drop':
    case 'column.set-type':
      return ({columns}) => columns.includes(operation.column)
    case 'rows.insert':
      return ({columns}) =>
        operation.columns.length === 0 || columns.some((column) => operation.columns.includes(column))
    case 'rows.merge':
      // An INSERT without a list of columns assigns all.
      return ({columns}) =>
        operation.actions.includes('insert') || columns.some((column) => operation.columns.includes(column))
    case 'rows.update':
      return ({columns}) => columns.some((column) => operation.columns.includes(column))
    default:
      return () => true
  }
}

/** Whether a foreign key to the table has to do with the operation on that. */
export function isTouched(key: Constraint, table: Table | undefined, operation: Operation): boolean {
  if (!key.enforced && operation.kind.startsWith('rows.')) return false
  switch (operation.kind) {
    case 'constraint.drop':
      return table !== undefined && operation.name !== undefined && needs(key, table, indexOfKey(table, operation.name))
    case 'index.drop':
      // An index of a key goes with the key only: CASCADE is refused too.
      return table !== undefined && isDroppable(table, operation.index.name) && needs(key, table, operation.index.name)
    case 'column.set-type':
    case 'column.drop':
      return referencedColumns(key, table).includes(operation.column)
    case 'rows.update':
      return referencedColumns(key, table).some((column) => operation.columns.includes(column))
    case 'rows.merge':
      return (
        operation.actions.includes('delete') ||
        (operation.actions.includes('update') &&
          referencedColumns(key, table).some((column) => operation.columns.includes(column)))
      )
    case 'rows.insert':
      return false
    default:
      return true
  }
}

const isDroppable = ({indexes}: Table, index: string): boolean =>
  indexes.find(({name}) => name === index)?.constraint === undefined

/** Whether a foreign key to the table depends on an index of it. */
export const needs = (key: Constraint, table: Table, index: string | undefined): boolean =>
  index !== undefined && referencedIndex(key, table)?.name === index

/** Tables in which a change of rows has to look for others of the same table. */
export const lookingUpThemselves = (scene: Scene): Target[] =>
  targetsWritten(scene).filter(({name, table}) =>
    table?.constraints.some(
      (key) =>
        key.references !== undefined &&
        isSame(key.references.table, name) &&
        (concerns(scene)(key) || isTouched(key, table, scene.operation))
    )
  )

/** Whether a foreign key of the relation only looks whether rows are still referenced; also where nothing is known of it. */
export function isLookedUp({table}: Target, scene: Scene): boolean {
  const {operation} = scene
  if (!isChange(operation)) return false
  if (!table) return true
  const changed = targetsWritten(scene)
  return table.constraints.some(
    ({references, ...key}) =>
      references !== undefined &&
      key.enforced &&
      changed.some(({name}) => isSame(references.table, name)) &&
      actionsOf({...key, references}, operation).some((action) => !/cascade|set/i.test(action ?? ''))
  )
}

/** What the server refuses for the sake of another part of the table. */
import type {Judgement} from '../../effect.js'
import {refusedOfView} from '../../only-of-tables.js'
import {repeatedColumn} from '../../repeated-columns.js'
import {columnsIn} from '../expressions/tree.js'
import {manual} from '../fact.js'
import {targetOf, type Scene} from '../look.js'

/** The refusal of a key that names a column twice; indexes and foreign keys may. */
function refusedByKey({operation}: Scene): Judgement['refusal'] {
  const repeated = repeatedColumn(operation, (column) => column)
  if (repeated?.kind !== 'primary-key' && repeated?.kind !== 'unique') return undefined
  return {
    message: `Unexpected \`${repeated.column}\` twice in one key, expected each column once`,
    reason: 'object',
    source: manual('sql-createtable')
  }
}

/**
 * The refusal of what only tables have, of a view; of filling one beside its readers that has none; of a key that names a column twice; and of another type for a column
 * that a generated one is computed from.
 */
export function refusedByObject(scene: Scene): Judgement['refusal'] {
  return refusedByView(scene) ?? refusedByEmptyView(scene) ?? refusedByKey(scene) ?? refusedByGeneratedColumn(scene)
}

function refusedByView(scene: Scene): Judgement['refusal'] {
  const {operation} = scene
  if (!('table' in operation) || typeof operation.table !== 'object') return undefined
  const message = refusedOfView(operation.kind, targetOf(scene, operation.table).table?.kind)
  return message === undefined ? undefined : {message, reason: 'object', source: manual('sql-createview')}
}

function refusedByEmptyView(scene: Scene): Judgement['refusal'] {
  const {operation} = scene
  if (operation.kind !== 'view.refresh' || !operation.concurrently) return undefined
  if (targetOf(scene, operation.view).table?.unfilled !== true) return undefined
  return {
    message: `Unexpected \`CONCURRENTLY\` of a materialized view without data, expected it to be filled without that first`,
    reason: 'object',
    source: manual('sql-refreshmaterializedview')
  }
}

function refusedByGeneratedColumn(scene: Scene): Judgement['refusal'] {
  const {command, operation} = scene
  if (operation.kind !== 'column.set-type') return undefined
  const {table} = targetOf(scene, operation.table)
  // Whatever their order, the server drops before it changes types.
  const dropped = command.operations.flatMap((other) =>
    other.kind === 'column.drop' || other.kind === 'column.drop-expression' ? [other.column] : []
  )
  const user = table?.columns.find(
    ({generated, name}) =>
      generated && !dropped.includes(name) && columnsIn(generated.expression.tree).has(operation.column)
  )
  if (!user) return undefined
  return {
    message: `Unexpected type change of a column that the generated column \`${user.name}\` uses, expected that to be dropped first`,
    reason: 'object',
    source: manual('ddl-generated-columns')
  }
}

/** What the server refuses for the sake of another part of the table. */
import type {Judgement} from '../../effect.js'
import {columnsIn} from '../expressions/tree.js'
import {manual} from '../fact.js'
import {targetOf, type Scene} from '../look.js'

/** The refusal of another type for a column that a generated column is computed from. */
export function refusedByObject(scene: Scene): Judgement['refusal'] {
  const {operation} = scene
  if (operation.kind !== 'column.set-type') return undefined
  const {table} = targetOf(scene, operation.table)
  const user = table?.columns.find(
    ({generated}) => generated && columnsIn(generated.expression.tree).has(operation.column)
  )
  if (!user) return undefined
  return {
    message: `Unexpected type change of a column that the generated column \`${user.name}\` uses, expected that to be dropped first`,
    reason: 'object',
    source: manual('ddl-generated-columns')
  }
}

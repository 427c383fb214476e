/** Another name for a column that releases use. */
import type {Name} from '../../../operations/definitions.js'
import type {Operation} from '../../../operations/operation.js'
import type {Outcome, RecipeView} from '../../recipe.js'
import {ddlDraft} from './drafts.js'
import {alterTable, changeText, objectOf} from './sql.js'
import {undoOf} from './undo.js'
import {findWay} from './ways.js'

type Rename = Operation<'column.rename' | 'column.modify'>

/** All steps of it. */
export function renameColumnDrafts(operation: Rename, table: Name, view: RecipeView): Outcome | {unsafe: string} {
  const to = operation.kind === 'column.rename' ? operation.to : operation.definition.name
  const way = findWay(table, [operation], view)
  const undo = undoOf(table, [operation], [], view)
  const draft = ddlDraft(
    {
      phase: 'contract',
      gate: `every running release takes \`${table.name}.${operation.column}\` also under the name \`${to}\``,
      title: `Rename \`${operation.column}\` to \`${to}\``,
      undo: undo === undefined ? [] : [undo]
    },
    alterTable(table, [changeText(operation, view)], way?.clause),
    [objectOf(table, view)]
  )
  return {drafts: [draft]}
}

/** What tools of others have in common when they are told what to do. */
import type {Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import type {Table} from '../../schema/objects.js'
import type {RecipeView} from '../recipe.js'
import type {ToolAnswer, ToolStatement} from '../tool.js'

/** Operation by operation: one that cannot be done keeps the tool from the whole statement. */
export function answerEach<Piece>(
  {operations}: ToolStatement,
  answer: (operation: Operation, view: RecipeView) => ToolAnswer<Piece>
): ToolAnswer<Piece> {
  const answers = operations.map(({operation, view}) => answer(operation, view))
  const refused = answers.find((each) => 'cannot' in each)
  if (refused) return refused
  return {
    pieces: answers.flatMap((each) => ('pieces' in each ? each.pieces : [])),
    notes: [...new Set(answers.flatMap((each) => ('pieces' in each ? (each.notes ?? []) : [])))]
  }
}

/** Whether rows can be told apart by a primary key; `undefined`: not known. */
export function primaryKeyOf(found: Table | undefined): readonly string[] | undefined {
  if (found === undefined) return undefined
  const key = found.constraints.find(({type}) => type === 'primary-key')
  return key?.columns ?? (found.incomplete === true ? undefined : [])
}

/** Why a tool cannot take this table for one that it copies or fills by its primary key; `undefined`: it can. */
export function whyNoPlainTable(name: Name, view: RecipeView): string | undefined {
  const found = view.table(name)
  if (found && found.kind !== 'table') return `\`${name.name}\` is not an ordinary table`
  return primaryKeyOf(found)?.length === 0 ? `\`${name.name}\` has no primary key` : undefined
}

import {quoteFullName, quoteName} from '../../sql/postgres.js'
import type {Operation} from '../../operations/operation.js'
import {shortTransaction} from '../drafts.js'
import {addColumnDrafts} from '../parts/add-column.js'
import {takingPlace} from '../parts/constraints.js'
import type {Replaced} from '../parts/constraints.js'
import {keyDrafts, proofsOf, replacedKey} from '../parts/unique.js'
import {alterTable} from '../parts/sql.js'
import {defineRecipe} from '../recipe.js'
import type {Outcome, RecipeView} from '../recipe.js'

/**
 * `UNIQUE` and `PRIMARY KEY` over an index that was built while others read and write. A key that the same statement
 * drops, to make another one of it, goes with the coming of the new one.
 *
 * https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX
 */
export const uniqueIndexThenConstraint = defineRecipe({
  name: 'unique-index-then-constraint',
  summary: 'Build the unique index while others read and write, then make it a key, which takes a moment',
  engines: ['postgres'],
  on: ['constraint.add', 'constraint.drop', 'column.add'],
  plan(operation, view) {
    if (operation.kind === 'constraint.drop') return takenAlong(operation, view)
    if (view.blocking.length === 0) return undefined
    if (operation.kind === 'column.add') {
      const {constraints, generated} = operation.column
      const isKey = constraints.some(({type}) => type === 'unique' || type === 'primary-key')
      return isKey && generated === undefined ? addColumnDrafts(operation, view) : undefined
    }
    const {constraint, table} = operation
    const isPrimary = constraint.type === 'primary-key'
    if (!isPrimary && constraint.type !== 'unique') return undefined
    if (constraint.period === true) {
      return {unsafe: `\`WITHOUT OVERLAPS\` of \`${table.name}\`: no server makes such a key of an index that is there`}
    }
    const replaces = replacedKey(operation, view)
    if (constraint.usingIndex === undefined) return {drafts: keyDrafts({constraint, table, replaces}, view)}
    return isPrimary ? usingIndex(operation, replaces, view) : undefined
  }
})

/** The index is there; what the server would still look at all rows for is `NOT NULL`. */
function usingIndex(
  {constraint, table}: Operation<'constraint.add'>,
  replaces: Replaced | undefined,
  view: RecipeView
): Outcome | undefined {
  const found = view.table(table)
  const index = found?.indexes.find(({name}) => name === constraint.usingIndex)
  const columns = (index?.elements ?? []).flatMap(({column}) => column ?? [])
  const proofs = proofsOf(columns, table, view)
  if (proofs.length === 0) return undefined
  const name = constraint.name ?? constraint.usingIndex ?? ''
  const about = takingPlace(replaces, `ALTER TABLE ${quoteFullName(table)} DROP CONSTRAINT ${quoteName(name)}`)
  const before = replaces === undefined ? [] : [replaces.drop]
  const make = shortTransaction({title: 'Make the index a key', ...about}, [
    `${alterTable({table})} ${[...before, view.text].join(', ')}`
  ])
  return {drafts: [...proofs, make]}
}

/** Where the new key takes the place of the old one, the step that makes it drops that. */
function takenAlong({name, table}: Operation<'constraint.drop'>, view: RecipeView): Outcome | undefined {
  if (name === undefined || !view.hasTraffic(table) || view.isEmpty(table)) return undefined
  const isReplaced = view.command.operations.some(
    (other) =>
      other.kind === 'constraint.add' &&
      (other.constraint.type === 'primary-key' || other.constraint.type === 'unique') &&
      other.constraint.usingIndex === undefined &&
      other.constraint.period !== true &&
      replacedKey(other, view)?.name === name
  )
  return isReplaced ? {drafts: []} : undefined
}

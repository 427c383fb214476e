import {quoteFullName} from '../../sql/postgres.js'
import type {Operation} from '../../operations/operation.js'
import {keyOf} from '../../schema/objects.js'
import type {ObjectName} from '../../schema/objects.js'
import {shortTransaction} from '../drafts.js'
import {toBatches, touchesMany} from '../parts/batches.js'
import {objectOf} from '../parts/sql.js'
import {defineRecipe} from '../recipe.js'
import type {Draft, Outcome, RecipeView} from '../recipe.js'
import type {BatchInput} from '../steps.js'

const undoNote = 'the rows are gone: restore them from a backup'

/**
 * `DELETE` of many rows, and `TRUNCATE`, in batches by key, each its own transaction.
 *
 * https://www.postgresql.org/docs/current/sql-delete.html
 */
export const batchedDelete = defineRecipe({
  name: 'batched-delete',
  summary: 'Delete the rows in batches by key, each in its own transaction',
  engines: ['postgres'],
  on: ['rows.delete', 'table.truncate'],
  plan(operation, view): Outcome | {unsafe: string} | undefined {
    if (operation.kind === 'table.truncate') return truncate(operation, view)
    if (!touchesMany(operation, view)) return undefined
    const batches = toBatches(operation, view)
    if ('unsafe' in batches) return batches
    return {drafts: [deletion(batches.input)], notes: batches.notes}
  }
})

/** Tables that refer to it first: with a `CASCADE` their rows go too. */
function truncate(
  {cascade, only, restartIdentity, table: name}: Operation<'table.truncate'>,
  view: RecipeView
): Outcome | undefined {
  if (view.isNew(name) || view.isEmpty(name)) return undefined
  const tables = cascade === true ? withReferring(objectOf(name, view), view.catalog) : [objectOf(name, view)]
  const notes = [
    'Rows that are written while the batches run go too. `TRUNCATE` gives the space back at once, `DELETE` leaves that to `VACUUM`'
  ]
  const sequences =
    restartIdentity === true ? tables.flatMap((table) => view.catalog.ownedSequences.get(keyOf(table)) ?? []) : []
  const restart = shortTransaction(
    {phase: 'contract', title: 'Let the numbers begin anew', undoNote: 'the last number is not kept'},
    sequences.map((sequence) => `ALTER SEQUENCE ${quoteFullName(sequence)} RESTART`)
  )
  const drafts = tables.map((table) =>
    deletion({table, verb: 'delete', idempotent: true, ...(only === true && {only})})
  )
  return {drafts: sequences.length === 0 ? drafts : [...drafts, restart], notes}
}

function withReferring(table: ObjectName, catalog: RecipeView['catalog'], seen = new Set<string>()): ObjectName[] {
  if (seen.has(keyOf(table))) return []
  seen.add(keyOf(table))
  const referring = catalog.referencing.get(keyOf(table)) ?? []
  return [...referring.flatMap((other) => withReferring(other, catalog, seen)), table]
}

function deletion(input: BatchInput): Draft {
  return {
    phase: 'backfill',
    kind: 'batch',
    title: `Delete the rows of \`${input.table.name}\` in batches`,
    input,
    undo: [],
    undoNote
  }
}

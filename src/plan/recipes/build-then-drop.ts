import {quoteFullName, quoteName} from '../../sql/postgres.js'
import {droppedIndex} from '../../core/rules/dropped-index.js'
import type {Operation} from '../../operations/operation.js'
import {findsBy, indexColumns} from '../../schema/index-columns.js'
import type {ObjectName} from '../../schema/objects.js'
import {shortTransaction} from '../drafts.js'
import {buildIndex, createIndexSql} from '../parts/indexes.js'
import {readIndexStatement} from '../parts/statement-text.js'
import {defineRecipe} from '../recipe.js'
import type {Draft, RecipeView} from '../recipe.js'

/** Indexes that go when the one that takes their place is there, by the statement that makes that one. */
const replaced = new WeakMap<Operation<'index.create'>, Replaced>()

interface Replaced {
  index: ObjectName
  /** What makes it again; `undefined`: not all of it is known. */
  again: string | undefined
}

/**
 * An index that is dropped before its replacement is built: the other way round, queries always have one of them.
 *
 * https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
 */
export const buildThenDrop = defineRecipe({
  name: 'build-then-drop',
  summary: 'Build the new index first, then drop the one that it takes the place of',
  engines: ['postgres'],
  on: ['index.drop', 'index.create'],
  plan(operation, view) {
    if (operation.kind === 'index.drop') return noteReplacement(operation, view) ? {drafts: []} : undefined
    const old = replaced.get(operation)
    const statement = old && readIndexStatement(view.text)
    const name = operation.index.name
    if (old === undefined || statement === undefined || name === undefined) return undefined
    const isSameName = name === old.index.name
    const made = isSameName ? view.newName(name, 'new') : name
    const {table} = operation
    return {
      drafts: [
        buildIndex({table, name: made, ...statement}, view),
        drop(old),
        ...(isSameName ? [rename({schema: old.index.schema, name: made}, name)] : [])
      ]
    }
  }
})

/** Whether a later statement of the migration makes an index that finds the same rows. */
function noteReplacement(operation: Operation<'index.drop'>, view: RecipeView): boolean {
  const {catalog, dialect, hasTraffic, migration, session} = view
  const dropped = droppedIndex(operation, catalog, session)
  const columns = dropped && indexColumns(dropped.index)
  if (!dropped || !columns || operation.cascade === true || dropped.table.kind !== 'table') return false
  if (!hasTraffic({schema: dropped.table.schema, name: dropped.table.name})) return false
  for (const {commands} of migration.script.statements) {
    const [command] = commands
    const [later] = command?.operations ?? []
    if (commands.length !== 1 || later?.kind !== 'index.create' || later.range.start < operation.range.start) continue
    const isOwn = session.findTable(catalog, later.table) === dropped.table
    if (!isOwn || later.index.name === undefined || !findsBy(later.index, columns, dialect)) continue
    replaced.set(later, {
      index: {schema: dropped.table.schema, name: dropped.index.name},
      again: createIndexSql(dropped)
    })
    return true
  }
  return false
}

function drop({again, index}: Replaced): Draft {
  return {
    // Without the old one the new one is needed.
    phase: 'contract',
    kind: 'index-drop-concurrently',
    title: `Drop \`${index.name}\`, whose place is taken`,
    input: {index},
    undo: again === undefined ? [] : [again],
    ...(again === undefined && {undoNote: 'its definition is not known here; the new index finds the same rows'})
  }
}

function rename(index: ObjectName, to: string): Draft {
  const back = `ALTER INDEX ${quoteFullName({schema: index.schema, name: to})} RENAME TO ${quoteName(index.name)}`
  return shortTransaction({phase: 'contract', title: `Give it the name \`${to}\``, undo: [back]}, [
    `ALTER INDEX ${quoteFullName(index)} RENAME TO ${quoteName(to)}`
  ])
}

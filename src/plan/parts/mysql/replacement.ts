/** Indexes that are dropped before the one that takes their place is built. */
import {droppedIndex} from '../../../core/rules/dropped-index.js'
import type {Operation} from '../../../operations/operation.js'
import {findsBy, indexColumns} from '../../../schema/index-columns.js'
import type {RecipeView} from '../../recipe.js'

type Create = Operation<'index.create'>

/** Dropped indexes, by the operation that makes what takes their place. */
const replaced = new WeakMap<Create, string>()

/** The later statement of the migration that makes an index which finds the same rows. */
export function replacementOf(operation: Operation<'index.drop'>, view: RecipeView): Create | undefined {
  const {catalog, command, dialect, migration, session} = view
  const dropped = droppedIndex(operation, catalog, session)
  const columns = dropped && indexColumns(dropped.index)
  if (!dropped || !columns || command.operations.length > 1) return undefined
  if (!view.hasTraffic({schema: dropped.table.schema, name: dropped.table.name})) return undefined
  for (const {commands} of migration.script.statements) {
    const [later] = commands[0]?.operations ?? []
    const isAlone = commands.length === 1 && commands[0]?.operations.length === 1
    if (!isAlone || later?.kind !== 'index.create' || later.range.start < operation.range.start) continue
    const isOwn = session.findTable(catalog, later.table) === dropped.table
    if (!isOwn || later.index.name === undefined || !findsBy(later.index, columns, dialect)) continue
    replaced.set(later, dropped.index.name)
    return later
  }
  return undefined
}

/** Whether an index takes the place of one that was to be dropped before. */
export function isReplacement(operation: Create): boolean {
  return replaced.has(operation)
}

/** Name of the index whose place is taken. */
export function replacedBy(operation: Create): string | undefined {
  return replaced.get(operation)
}

import {droppedIndex} from '../../core/rules/dropped-index.js'
import {createIndexSql} from '../parts/indexes.js'
import {defineRecipe} from '../recipe.js'

/**
 * `DROP INDEX` that waits for those who use the index without keeping anybody waiting.
 *
 * https://www.postgresql.org/docs/current/sql-dropindex.html#SQL-DROPINDEX-CONCURRENTLY
 */
export const dropIndexConcurrently = defineRecipe({
  name: 'drop-index-concurrently',
  summary: 'Drop the index while others read and write',
  engines: ['postgres'],
  on: ['index.drop'],
  plan(operation, {catalog, isNew, session}) {
    const {cascade, ifExists, index: name} = operation
    const dropped = droppedIndex(operation, catalog, session)
    // The server has no such thing for the index of a partitioned table, nor for what hangs on an index.
    if (cascade === true || dropped?.table.kind === 'partitioned-table') return undefined
    if (dropped ? isNew(dropped.table) : ifExists === true) return undefined
    const full = {schema: dropped?.table.schema ?? session.resolve(name, () => false, catalog).schema, name: name.name}
    const again = dropped && createIndexSql(dropped)
    return {
      drafts: [
        {
          phase: 'contract',
          kind: 'index-drop-concurrently',
          title: `Drop \`${full.name}\` while others read and write`,
          input: {index: full},
          undo: again === undefined ? [] : [again],
          ...(again === undefined && {undoNote: 'its definition is not known here: look it up before'})
        }
      ]
    }
  }
})

import {buildIndex, buildPartitionedIndex} from '../parts/indexes.js'
import {tableAfter} from '../parts/after.js'
import {readIndexStatement} from '../parts/statement-text.js'
import {defineRecipe} from '../recipe.js'

/**
 * `CREATE INDEX` that lets others write. On a partitioned table, where the server has no such thing, partition by
 * partition.
 *
 * https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
 */
export const createIndexConcurrently = defineRecipe({
  name: 'create-index-concurrently',
  summary: 'Build the index while others read and write, and take away what a failed build left',
  engines: ['postgres'],
  on: ['index.create'],
  plan({concurrently, index, only, table: name}, view) {
    if (only === true || view.isNew(name)) return undefined
    if (concurrently !== true && view.blocking.length === 0) return undefined
    const statement = readIndexStatement(view.text)
    if (statement === undefined) return undefined
    const found = view.table(name)
    const before = found?.indexes ?? []
    const made = tableAfter(name, view)?.indexes.find((each) => !before.includes(each))?.name
    const indexName =
      index.name ?? made ?? view.newName(name.name, ...index.elements.map(({column}) => column ?? 'expr'), 'idx')
    const wanted = {table: name, name: indexName, ...statement}
    if (found?.kind !== 'partitioned-table') return {drafts: [buildIndex(wanted, view)]}
    return {drafts: buildPartitionedIndex({...wanted, elements: index.elements}, found, view)}
  }
})

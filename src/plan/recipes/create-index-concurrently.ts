import {quoteFullName, quoteName} from '../../core/fix/quote.js'
import {defineRecipe} from '../recipe.js'

/**
 * `CREATE INDEX` that lets others write.
 *
 * https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
 */
export const createIndexConcurrently = defineRecipe({
  name: 'create-index-concurrently',
  summary: 'Build the index while others read and write, and take away what a failed build left',
  engines: ['postgres'],
  on: ['index.create'],
  plan({concurrently, index, table: name}, {blocking, newName, session, table, text, catalog}) {
    const found = table(name)
    if (concurrently !== true && blocking.length === 0) return undefined
    // The server cannot build one on a partitioned table concurrently: that takes a step for each partition.
    if (found?.kind === 'partitioned-table') return undefined
    const at = session.resolve(name, () => found !== undefined, catalog)
    const indexName = index.name ?? newName(name.name, ...index.elements.map(({column}) => column ?? 'expr'), 'idx')
    const unnamed = index.name === undefined
    const statement = text
      .replace(/^(\s*CREATE\s+(?:UNIQUE\s+)?INDEX)(\s+CONCURRENTLY)?(\s+IF\s+NOT\s+EXISTS)?/i, '$1 CONCURRENTLY')
      .replace(/^(\s*CREATE\s+(?:UNIQUE\s+)?INDEX CONCURRENTLY)/i, unnamed ? `$1 ${quoteName(indexName)}` : '$1')
    const full = {schema: found?.schema ?? at.schema, name: indexName}
    return {
      drafts: [
        {
          phase: 'expand',
          kind: 'index-create-concurrently',
          title: `Build \`${indexName}\` while others read and write`,
          input: {statement, index: full, table: {schema: full.schema, name: name.name}},
          undo: [`DROP INDEX CONCURRENTLY ${quoteFullName(full)}`]
        }
      ]
    }
  }
})

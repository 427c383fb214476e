import {quoteFullName} from '../../sql/postgres.js'
import {longTransaction} from '../drafts.js'
import {defineRecipe} from '../recipe.js'

/**
 * `REFRESH` that lets others read the old rows meanwhile.
 *
 * https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html
 */
export const refreshConcurrently = defineRecipe({
  name: 'refresh-concurrently',
  summary: 'Refresh the materialized view while others read it',
  engines: ['postgres'],
  on: ['view.refresh'],
  plan({concurrently, view: name, withData}, {isNew, table}) {
    if (concurrently || !withData || isNew(name)) return undefined
    const found = table(name)
    const quoted = quoteFullName(name)
    const hasKey = found?.indexes.some(
      ({elements, unique, valid, where}) =>
        unique && valid && where === undefined && elements.every(({column}) => column !== undefined)
    )
    if (found && hasKey !== true) {
      return {
        unsafe: `\`${name.name}\` has no unique index over plain columns, which the server needs to refresh it concurrently: make one first (\`CREATE UNIQUE INDEX CONCURRENTLY\`)`
      }
    }
    return {
      drafts: [
        longTransaction(
          {
            phase: 'backfill',
            title: `Refresh \`${name.name}\` while others read it`,
            undoNote: 'the rows before are gone'
          },
          [`REFRESH MATERIALIZED VIEW CONCURRENTLY ${quoted}`]
        )
      ],
      notes: found
        ? []
        : [`\`${name.name}\` must have a unique index over plain columns, and rows: that is not known here`]
    }
  }
})

import {quoteFullName} from '../../sql/postgres.js'
import {longTransaction, shortTransaction} from '../drafts.js'
import {defineRecipe} from '../recipe.js'

/**
 * A materialized view that is made empty, and filled by a statement of its own.
 *
 * https://www.postgresql.org/docs/current/sql-creatematerializedview.html
 */
export const createThenRefresh = defineRecipe({
  name: 'create-then-refresh',
  summary: 'Make the materialized view without rows, then fill it: nothing else waits for its query',
  engines: ['postgres'],
  on: ['view.create'],
  plan({materialized, view: name, withData}, {hasTraffic, effects, text}) {
    if (!materialized || withData === false) return undefined
    if (!effects.some(({relation}) => hasTraffic(relation))) return undefined
    const quoted = quoteFullName(name)
    const empty = `${text.replace(/\s+WITH\s+DATA\s*$/i, '')} WITH NO DATA`
    return {
      drafts: [
        shortTransaction(
          {phase: 'expand', title: `Make \`${name.name}\` without rows`, undo: [`DROP MATERIALIZED VIEW ${quoted}`]},
          [empty]
        ),
        longTransaction({phase: 'expand', title: 'Fill it', undoNote: 'the rows go with the view'}, [
          `REFRESH MATERIALIZED VIEW ${quoted}`
        ])
      ]
    }
  }
})

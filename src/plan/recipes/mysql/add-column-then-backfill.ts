import {partOf} from '../../parts/mysql/arrangement.js'
import {fillDrafts} from '../../parts/mysql/fill-column.js'
import {defineRecipe} from '../../recipe.js'

/**
 * A column whose values the server would compute by a copy, or that nothing gives a value: it is added as rows without
 * it allow, and held to what it is to be when they have it.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/data-type-defaults.html
 */
export const mysqlAddColumnThenBackfill = defineRecipe({
  name: 'add-column-then-backfill',
  summary: 'Add the column so that rows may leave it out, give it its values, then let it be as it is to be',
  engines: ['mysql', 'mariadb'],
  on: ['column.add'],
  plan(operation, view) {
    const part = partOf(operation, view, 'fill')
    if (part === undefined) return undefined
    const outcome = fillDrafts(operation, view)
    return 'unsafe' in outcome ? outcome : {...outcome, order: part.order}
  }
})

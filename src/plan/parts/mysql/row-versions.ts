import {rowVersionLimit} from '../../../schema/mysql/row-versions.js'
import type {Name} from '../../../operations/definitions.js'
import type {Operation} from '../../../operations/operation.js'
import {quoteTable} from '../../../sql/mysql.js'
import type {RecipeView} from '../../recipe.js'
import {objectOf} from './sql.js'
import type {Way} from './ways.js'

/** How many INSTANT changes should be left at the least. */
const reserve = 8

/**
 * Said when few INSTANT changes are left: after the last, one more would rebuild the table where it suits nobody.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-column-operations
 */
export function rowVersionNote(
  name: Name,
  operations: readonly Operation[],
  way: Way,
  view: RecipeView
): string | undefined {
  const limit = rowVersionLimit(view.session.server)
  const counts = operations.some(({kind}) => kind === 'column.add' || kind === 'column.drop')
  if (limit === undefined || !counts || way.effect.algorithm !== 'INSTANT') return undefined
  const used = (view.table(name)?.rowVersions ?? 0) + 1
  if (limit - used >= reserve) return undefined
  return `\`${name.name}\` has had ${String(used)} of the ${String(limit)} INSTANT changes that it bears until it is rebuilt: plan \`ALTER TABLE ${quoteTable(objectOf(name, view))} FORCE, ALGORITHM=INPLACE, LOCK=NONE\` before the last`
}

import {quoteName} from '../../../sql/mysql.js'
import type {Name} from '../../../operations/definitions.js'
import type {RecipeView} from '../../recipe.js'

/**
 * What an `UPDATE` of ours adds so that rows keep the time of their last change: columns with `ON UPDATE` are left alone
 * only where they are set themselves. A change of the table's shape does not touch them either.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/timestamp-initialization.html
 *
 * @param column The one that is filled.
 * @returns `, x = x`, or nothing.
 */
export function keptTimes(table: Name, column: string, view: RecipeView): string {
  return (view.table(table)?.columns ?? [])
    .filter(({name, onUpdate}) => onUpdate !== undefined && name.toLowerCase() !== column.toLowerCase())
    .map(({name}) => `, ${quoteName(name)} = ${quoteName(name)}`)
    .join('')
}

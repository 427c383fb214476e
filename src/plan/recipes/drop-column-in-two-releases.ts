import {quoteName} from '../../sql/postgres.js'
import {shortTransaction} from '../drafts.js'
import {alterTable} from '../parts/sql.js'
import {defineRecipe} from '../recipe.js'
import type {Draft} from '../recipe.js'

/**
 * A column that goes when no release uses it any longer; until then rows may leave it out.
 *
 * https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DROP-COLUMN
 */
export const dropColumnInTwoReleases = defineRecipe({
  name: 'drop-column-in-two-releases',
  summary: 'Let rows leave the column out, deploy releases that do not use it, then drop it',
  engines: ['postgres'],
  on: ['column.drop'],
  plan(operation, view) {
    const {column, table} = operation
    const found = view.table(table)
    const own = found?.columns.find(({name}) => name === column)
    const isKnown = found !== undefined && found.incomplete !== true
    if (view.isNewColumn(table, column) || view.isRetired(table, column) || (isKnown && !own)) return undefined
    const inKey =
      found?.constraints.some(({columns, type}) => type === 'primary-key' && columns.includes(column)) === true
    const hasValue = own?.default !== undefined || own?.generated !== undefined || own?.identity !== undefined
    const isRequired = own?.notNull === true && !hasValue && !inKey
    const [head, quoted] = [alterTable(operation), quoteName(column)]
    const relax: Draft[] = isRequired
      ? [
          shortTransaction(
            {
              phase: 'expand',
              title: `Let rows leave \`${column}\` out`,
              undo: [`${head} ALTER COLUMN ${quoted} SET NOT NULL`]
            },
            [`${head} ALTER COLUMN ${quoted} DROP NOT NULL`]
          )
        ]
      : []
    const gate = `no running release reads or writes \`${table.name}.${column}\``
    const drop = shortTransaction(
      {
        phase: 'contract',
        gate,
        title: `Drop \`${column}\``,
        undoNote: 'the values are gone: restore them from a backup'
      },
      [`${head} ${view.text}`]
    )
    return {drafts: [...relax, drop]}
  }
})

import {quoteName} from '../../../sql/mysql.js'
import type {Operation} from '../../../operations/operation.js'
import {findColumn} from '../../../schema/lookup.js'
import {partOf} from '../../parts/mysql/arrangement.js'
import {changeDrafts} from '../../parts/mysql/change.js'
import {ddlDraft} from '../../parts/mysql/drafts.js'
import {rowVersionNote} from '../../parts/mysql/row-versions.js'
import {alterTable, changeText, objectOf} from '../../parts/mysql/sql.js'
import {findWay} from '../../parts/mysql/ways.js'
import {zeroOf} from '../../parts/mysql/zero.js'
import {defineRecipe} from '../../recipe.js'
import type {Draft, RecipeView} from '../../recipe.js'

/**
 * Columns that go when no release uses them any longer; until then rows may leave them out.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-column-operations
 */
export const mysqlDropColumnInTwoReleases = defineRecipe({
  name: 'drop-column-in-two-releases',
  summary: 'Let rows leave the column out, deploy releases that do not use it, then drop it',
  engines: ['mysql', 'mariadb'],
  on: ['column.drop'],
  plan(operation, view) {
    const part = partOf(operation, view, 'drop-column')
    if (part === undefined) return undefined
    const {operations, order, table} = part
    if (operation !== operations[0]) return {drafts: [], order}
    const drops = operations.filter((each): each is Operation<'column.drop'> => each.kind === 'column.drop')
    const names = drops.map(({column}) => `\`${table.name}.${column}\``).join(', ')
    const texts = drops.map((each) => changeText(each, view))
    const dropped = changeDrafts(table, drops, texts, view, {
      phase: 'contract',
      gate: `no running release reads or writes ${names}`,
      title: `Drop ${names}`,
      undoNote: 'the values are gone: restore them from a backup'
    })
    if ('unsafe' in dropped) return dropped
    const relaxed = drops.flatMap((each) => relax(each, view))
    const way = findWay(table, drops, view)
    const note = way && rowVersionNote(table, drops, way, view)
    const notes = [...(dropped.notes ?? []), ...(note === undefined ? [] : [note])]
    return {drafts: [...relaxed, ...dropped.drafts], notes, order}
  }
})

/** Rows of the next release have no value for it. */
function relax({column, range, table}: Operation<'column.drop'>, view: RecipeView): Draft[] {
  const found = view.table(table)
  const own = found && findColumn(view.dialect, found, column)
  if (own?.type === undefined || !own.notNull || own.default || own.generated || own.autoIncrement === true) return []
  if (found?.indexes.some(({elements, primary}) => primary && elements.some((each) => each.column === column)))
    return []
  const zero = zeroOf(own.type, view)
  const operation: Operation = {kind: 'column.set-default', table, column, default: {text: zero ?? ''}, range}
  const way = zero === undefined ? undefined : findWay(table, [operation], view)
  if (zero === undefined || way === undefined) return []
  const head = `ALTER COLUMN ${quoteName(column)}`
  const about = {
    phase: 'expand',
    title: `Let rows leave \`${column}\` out`,
    undo: [alterTable(table, [`${head} DROP DEFAULT`], way.clause)]
  } as const
  return [ddlDraft(about, alterTable(table, [`${head} SET DEFAULT ${zero}`], way.clause), [objectOf(table, view)])]
}

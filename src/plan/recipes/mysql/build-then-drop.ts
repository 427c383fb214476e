import {quoteName} from '../../../sql/mysql.js'
import type {Operation} from '../../../operations/operation.js'
import {partOf} from '../../parts/mysql/arrangement.js'
import {changeDrafts} from '../../parts/mysql/change.js'
import {ddlDraft} from '../../parts/mysql/drafts.js'
import {indexText} from '../../parts/mysql/index-text.js'
import {replacedBy} from '../../parts/mysql/replacement.js'
import {alterTable, objectOf} from '../../parts/mysql/sql.js'
import {findWay, whenDone} from '../../parts/mysql/ways.js'
import {defineRecipe} from '../../recipe.js'
import type {Draft} from '../../recipe.js'

/**
 * An index that is dropped before its replacement is built: the other way round, queries always have one of them.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-index-operations
 */
export const mysqlBuildThenDrop = defineRecipe({
  name: 'build-then-drop',
  summary: 'Build the new index first, then drop the one that it takes the place of',
  engines: ['mysql', 'mariadb'],
  on: ['index.drop', 'index.create'],
  plan(operation, view) {
    const part = partOf(operation, view, 'replace-index')
    if (part === undefined) return undefined
    const {order, table} = part
    if (operation.kind === 'index.drop') return {drafts: [], order}
    const old = replacedBy(operation)
    const {name} = operation.index
    if (old === undefined || name === undefined) return undefined
    const isSameName = name.toLowerCase() === old.toLowerCase()
    const made = isSameName ? view.newName(name, 'new') : name
    const create: Operation<'index.create'> = {...operation, index: {...operation.index, name: made}}
    const built = changeDrafts(table, [create], [indexText(view.text, made)], view, {
      phase: 'expand',
      title: `Build \`${made}\` while others read and write`,
      undo: [alterTable(table, [`DROP INDEX ${quoteName(made)}`])]
    })
    if ('unsafe' in built) return built
    return {
      drafts: [...built.drafts, ...closing({create, old, name, made, isSameName})],
      notes: built.notes ?? [],
      order
    }

    function closing(it: {create: Operation; old: string; name: string; made: string; isSameName: boolean}): Draft[] {
      const {range} = it.create
      const full = [objectOf(table, view)]
      const drop: Operation = {kind: 'index.drop', table, index: {name: it.old}, range}
      const rename: Operation = {kind: 'index.rename', table, index: {name: it.made}, to: it.name, range}
      const dropping = whenDone([it.create], view, () => findWay(table, [drop], view))
      const renaming = whenDone([it.create, drop], view, () => findWay(table, [rename], view))
      const dropped = ddlDraft(
        {
          phase: 'expand',
          title: `Drop \`${it.old}\`, whose place is taken`,
          undoNote: 'the new index finds the same rows'
        },
        alterTable(table, [`DROP INDEX ${quoteName(it.old)}`], dropping?.clause),
        full
      )
      if (!it.isSameName) return [dropped]
      const change = (from: string, to: string): string =>
        alterTable(table, [`RENAME INDEX ${quoteName(from)} TO ${quoteName(to)}`], renaming?.clause)
      const about = {
        phase: 'expand',
        title: `Give it the name \`${it.name}\``,
        undo: [change(it.name, it.made)]
      } as const
      return [dropped, ddlDraft(about, change(it.made, it.name), full)]
    }
  }
})

import type {Name} from '../../../operations/definitions.js'
import type {Operation} from '../../../operations/operation.js'
import {isMadeHere} from '../../../core/rules/made-here.js'
import {ddlDraft} from '../../parts/mysql/drafts.js'
import {objectOf} from '../../parts/mysql/sql.js'
import {defineRecipe} from '../../recipe.js'
import type {RecipeView} from '../../recipe.js'

const kinds = ['table.drop', 'view.drop', 'schema.drop', 'function.drop'] as const

type Drop = Operation<(typeof kinds)[number]>

/**
 * Tables, views, databases and code that go when no release uses them any longer.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/drop-table.html
 */
export const mysqlDropTableInTwoReleases = defineRecipe({
  name: 'drop-table-in-two-releases',
  summary: 'Deploy releases that do not use the table, view or function, then drop it',
  engines: ['mysql', 'mariadb'],
  on: kinds,
  plan(operation, view) {
    const drops = view.command.operations.filter((each): each is Drop => kinds.some((kind) => kind === each.kind))
    const wanted = drops.filter((each) => isMissed(each, view))
    // One statement drops them all, so that they go together.
    if (wanted.length === 0 || drops.length !== view.command.operations.length) return undefined
    if (operation !== drops[0]) return {drafts: []}
    const names = wanted.map((each) => `\`${nameOf(each).name}\``).join(', ')
    const tables = drops.flatMap((each) => (each.kind === 'table.drop' ? [objectOf(each.table, view)] : []))
    const about = {
      phase: 'contract',
      gate: `no running release uses ${names}`,
      title: `Drop ${names}`,
      undoNote: 'what it held is gone: restore it from a backup, or from the migration that made it'
    } as const
    const {end, start} = view.statement.range
    return {drafts: [ddlDraft(about, view.migration.text.slice(start, end), tables)]}
  }
})

/** Whether a running release may use it. */
function isMissed(operation: Drop, {isNew, isRetired, migration, phase, table}: RecipeView): boolean {
  const name = nameOf(operation)
  if (operation.kind === 'schema.drop') return phase !== 'contract'
  if (operation.kind === 'table.drop') {
    if (operation.temporary === true || isNew(name) || isRetired(name)) return false
    return operation.ifExists !== true || table(name) !== undefined
  }
  return phase !== 'contract' && !isNew(name) && !isMadeHere(name, migration, operation)
}

function nameOf(operation: Drop): Name {
  switch (operation.kind) {
    case 'table.drop':
      return operation.table
    case 'view.drop':
      return operation.view
    case 'function.drop':
      return operation.function
    case 'schema.drop':
      return {name: operation.schema}
  }
}

import {quoteName} from '../../sql/postgres.js'
import type {Operation} from '../../operations/operation.js'
import {lockedWith, shadowDrafts, whyNoShadow} from '../parts/shadow.js'
import {defineRecipe} from '../recipe.js'
import type {RecipeView} from '../recipe.js'

/** A change that the server would make by writing the whole table anew. */
type Rewrite = Operation<
  | 'column.add'
  | 'column.set-type'
  | 'constraint.add'
  | 'table.cluster'
  | 'table.set-access-method'
  | 'table.set-persistence'
  | 'table.set-tablespace'
  | 'table.vacuum'
>

/**
 * The table is built anew beside itself, with the change, and kept up to date until it takes the old one's place. For
 * what no other recipe serves, and where the application shall not notice anything.
 *
 * https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
 */
export const shadowTable = defineRecipe({
  name: 'shadow-table',
  summary: 'Build the table anew beside itself, keep it up to date, and let it take the old one’s place',
  engines: ['postgres'],
  on: [
    'column.add',
    'column.set-type',
    'constraint.add',
    'table.cluster',
    'table.set-access-method',
    'table.set-persistence',
    'table.set-tablespace',
    'table.vacuum'
  ],
  plan(operation, view) {
    const name = operation.table
    const whole = name === undefined ? wholeDatabase(operation) : undefined
    if (whole !== undefined) return {unsafe: whole}
    if (name === undefined || view.blocking.length === 0 || view.isNew(name)) return undefined
    if (operation.kind === 'constraint.add' && operation.constraint.type !== 'exclusion') return undefined
    const table = view.table(name)
    if (table === undefined) return undefined
    const reason = whyNoShadow(table, view.catalog)
    if (reason !== undefined) return {unsafe: `\`${table.name}\` ${reason}, so that no shadow table can take its place`}
    const {schema, name: own} = table
    const columns =
      operation.kind === 'column.set-type' && operation.using !== undefined
        ? {[operation.column]: operation.using.text}
        : {}
    const others = lockedWith(table, view.catalog).map((other) => `\`${other}\``)
    return {
      drafts: shadowDrafts({table: {schema, name: own}, columns, ...statementsOf(operation, view)}),
      notes: [
        `\`${own}\` is needed a second time on the disk; what cannot be carried over is said before anything is written`,
        ...(others.length === 0 ? [] : [`the swap locks ${others.join(', ')} together with \`${own}\`, for a moment`])
      ]
    }
  }
})

/** Why what names no table is not safe; `undefined`: it keeps nobody out. */
function wholeDatabase(operation: Rewrite): string | undefined {
  if (operation.kind !== 'table.cluster' && (operation.kind !== 'table.vacuum' || !operation.full)) return undefined
  const what = operation.kind === 'table.cluster' ? 'CLUSTER' : 'VACUUM FULL'
  return `\`${what}\` without a table writes one table after the other afresh while nobody can read or write it: name those that need it, and each gets a plan`
}

/** What the change is on the empty table, and what is done with the full one. */
function statementsOf(operation: Rewrite, {text}: RecipeView): {changes: string[]; finish?: string[]} {
  switch (operation.kind) {
    case 'table.vacuum':
      return {changes: []}
    case 'table.cluster':
      return {
        changes: [],
        finish: [`CLUSTER {{table}}${operation.index === undefined ? '' : ` USING ${quoteName(operation.index)}`}`]
      }
    case 'column.add':
    case 'column.set-type':
    case 'constraint.add':
    case 'table.set-access-method':
    case 'table.set-persistence':
    case 'table.set-tablespace':
      return {changes: [`ALTER TABLE {{table}} ${text}`]}
  }
}

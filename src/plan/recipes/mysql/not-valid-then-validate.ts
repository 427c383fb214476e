import {quoteName, quoteTable} from '../../../sql/mysql.js'
import {tableWhenDone} from '../../parts/mysql/ways.js'
import type {Operation} from '../../../operations/operation.js'
import {findWay} from '../../parts/mysql/ways.js'
import {partOf} from '../../parts/mysql/arrangement.js'
import {ddlDraft} from '../../parts/mysql/drafts.js'
import {alterTable, changeText, objectOf} from '../../parts/mysql/sql.js'
import {defineRecipe} from '../../recipe.js'
import type {Draft, Outcome, RecipeView} from '../../recipe.js'

/**
 * A foreign key that is made without looking at the rows that are there, which then are looked at while others read and
 * write. A shadow table does not do it: the key would hold for rows as they are copied, and deletes in the other table
 * would wait for them or fail.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-foreign-key-operations
 */
export const mysqlNotValidThenValidate = defineRecipe({
  name: 'not-valid-then-validate',
  summary:
    'Make the foreign key for new rows only, then look whether the others keep to it while they are read and written',
  engines: ['mysql', 'mariadb'],
  on: ['constraint.add'],
  plan(operation, view): Outcome | {unsafe: string} | undefined {
    const part = partOf(operation, view, 'foreign-key')
    if (part === undefined) return undefined
    const {order, table} = part
    const {constraint} = operation
    const own = objectOf(table, view)
    const made = madeBy(operation, view)
    const name = constraint.name ?? made.name
    const way = withoutChecks(operation, view)
    if (way === undefined || constraint.references === undefined) {
      return {
        unsafe: `The server makes no foreign key of \`${table.name}\` while others write, not even without looking at its rows`
      }
    }
    const parent = objectOf(constraint.references.table, view)
    const shown = `\`${name ?? constraint.columns.join(', ')}\``
    const add = ddlDraft(
      {
        phase: 'expand',
        title: `Make the foreign key ${shown} for what is written from now on`,
        settings: {foreign_key_checks: '0'},
        undo:
          name === undefined ? [] : [alterTable(table, [`DROP FOREIGN KEY ${quoteName(name)}`, ...made.drops], way)],
        undoNote: 'the server chooses its name'
      },
      alterTable(table, [changeText(operation, view)], way),
      [own]
    )
    const keys = constraint.references.columns.length > 0 ? constraint.references.columns : keyOfParent(view, operation)
    if (keys.length === 0) return {unsafe: `The columns that ${shown} refers to are not known`}
    const [child, other] = [quoteTable(own), quoteTable(parent)]
    const meets = constraint.columns.map(
      (column, index) => `parent.${quoteName(keys[index] ?? '')} = child.${quoteName(column)}`
    )
    const isSet = constraint.columns.map((column) => `child.${quoteName(column)} IS NOT NULL`)
    const verify: Draft = {
      phase: 'backfill',
      kind: 'verify',
      title: `Look whether every row of \`${own.name}\` keeps to ${shown}`,
      input: {
        query: `SELECT ${constraint.columns.map((column) => `child.${quoteName(column)}`).join(', ')} FROM ${child} AS child WHERE ${isSet.join(' AND ')} AND NOT EXISTS (SELECT 1 FROM ${other} AS parent WHERE ${meets.join(' AND ')}) LIMIT 5`,
        expected: `every row of \`${own.name}\` to refer to one of \`${parent.name}\``
      },
      undo: [],
      undoNote: 'it only reads'
    }
    const notes = [
      `${shown} is made with \`foreign_key_checks\` off: the server holds new rows to it and does not look at the others, which the step after it does. Mend what that finds, and run it again`
    ]
    return {drafts: [add, verify], notes, order}
  }
})

/** The key as the server makes it, and the index that it makes for it where there is none. */
function madeBy(operation: Operation<'constraint.add'>, view: RecipeView): {name: string | undefined; drops: string[]} {
  const before = view.table(operation.table)
  const after = tableWhenDone(operation.table, [operation], view)
  const isNew = <Named extends {name: string}>(own: Named, old: readonly Named[]): boolean =>
    !old.some(({name}) => name === own.name)
  const indexes = before && after ? after.indexes.filter((index) => isNew(index, before.indexes)) : []
  return {
    name: after?.constraints.findLast(({type}) => type === 'foreign-key')?.name,
    drops: indexes.map(({name}) => `DROP INDEX ${quoteName(name)}`)
  }
}

/** What the server needs when it does not look at rows. */
function withoutChecks(operation: Operation<'constraint.add'>, view: RecipeView): string | undefined {
  const session = view.session.onVersion(view.session.server.version)
  session.settings.set('foreign_key_checks', {value: '0', local: false})
  const way = findWay(operation.table, [operation], {...pick(view), session})
  return way === undefined || way.rewrites ? undefined : way.clause
}

function pick({catalog, command, dialect, session, table, version}: RecipeView): Parameters<typeof findWay>[2] {
  return {catalog, command, dialect, session, table, version}
}

/** The primary key, where the reference names no columns. */
function keyOfParent(view: RecipeView, {constraint}: Operation<'constraint.add'>): string[] {
  const parent = constraint.references && view.table(constraint.references.table)
  return parent?.constraints.find(({type}) => type === 'primary-key')?.columns ?? []
}

/** A column beside another one that takes its place: with the same indexes, keys and constraints under names for the time. */
import {quoteFullName, quoteName} from '../../sql/postgres.js'
import type {Expression, Name} from '../../operations/definitions.js'
import {columnsUsed, renameColumnIn} from '../../schema/expressions.js'
import type {Column, Constraint, Index, Table} from '../../schema/objects.js'
import type {Draft, RecipeView} from '../recipe.js'
import {constraintSql, unprovedDrafts} from './constraints.js'
import {buildIndex} from './indexes.js'
import {hasUnprovedNotNull, notNullDrafts} from './not-null.js'
import {indexTailSql} from './sql.js'

export interface Twin {
  table: Table
  column: Column
  /** Its name until it takes the place. */
  name: string
}

/** What the twin gets, and how it takes over the names. */
export interface TwinParts {
  /** Steps that build it, while others read and write. */
  build: Draft[]
  /** Names of the constraints of the old column that go before the twin takes its place. */
  constraints: string[]
  /** Indexes of the old column that are no key. */
  indexes: string[]
  /** Statements that give the twin's parts the names of the old ones, when those are free. */
  takeNames: string[]
}

/** Parts of the twin; `unsafe`: something of the old column cannot be made again. */
export function twinParts(twin: Twin, view: RecipeView): TwinParts | {unsafe: string} {
  const {column, name, table} = twin
  const parts: TwinParts = {build: [], constraints: [], indexes: [], takeNames: []}
  const head = `ALTER TABLE ${quoteFullName(nameOf(table))}`
  if (column.notNull) {
    const own = table.constraints.find(({columns, type}) => type === 'not-null' && columns[0] === column.name)
    const constraint = view.newName(table.name, name, 'not_null')
    parts.build.push(...notNullDrafts({table: nameOf(table), column: name, constraint}, view))
    // Else it has the server's own name.
    if (own && hasUnprovedNotNull(view)) parts.takeNames.push(renameConstraint(head, constraint, own.name))
  }
  const indexes = twinIndexes(twin, view)
  if ('unsafe' in indexes) return indexes
  for (const {draft, index, key, made} of indexes) {
    if (key && !isImmediate(key)) return cannotBuild(index)
    parts.build.push(draft)
    if (key) {
      parts.constraints.push(key.name)
      parts.takeNames.push(
        `${head} ADD CONSTRAINT ${quoteName(key.name)} ${keyWords(key)} USING INDEX ${quoteName(made)}${deferred(key)}`
      )
    } else {
      parts.indexes.push(index.name)
      parts.takeNames.push(
        `ALTER INDEX ${quoteFullName({schema: table.schema, name: made})} RENAME TO ${quoteName(index.name)}`
      )
    }
  }
  for (const constraint of table.constraints.filter((each) => each.type === 'check' || each.type === 'foreign-key')) {
    if (!constraint.columns.includes(column.name)) continue
    const body = constraintSql(renamedConstraint(constraint, column.name, name))
    if (body === undefined) return {unsafe: `the constraint \`${constraint.name}\` cannot be made for another column`}
    const made = view.newName(constraint.name, 'new')
    parts.build.push(
      ...unprovedDrafts({table: nameOf(table), name: made, body, what: `what \`${constraint.name}\` says`})
    )
    parts.constraints.push(constraint.name)
    parts.takeNames.push(renameConstraint(head, made, constraint.name))
  }
  return parts
}

interface TwinIndex {
  index: Index
  /** The constraint that it is for. */
  key: Constraint | undefined
  /** The name of the new one. */
  made: string
  draft: Draft
}

/** The same indexes on the twin; what is not unique at once is held to on the column itself. */
export function twinIndexes(twin: Twin, view: RecipeView): TwinIndex[] | {unsafe: string} {
  const {column, name, table} = twin
  const found: TwinIndex[] = []
  for (const index of table.indexes.filter((each) => usesColumn(each, twin))) {
    const key = table.constraints.find((constraint) => constraint.name === index.constraint)
    const tail = indexTailSql(renamedIndex(index, column.name, name))
    if (tail === undefined) return cannotBuild(index)
    const made = view.newName(index.name, 'new')
    const unique = index.unique && (key === undefined || isImmediate(key))
    found.push({index, key, made, draft: buildIndex({table: nameOf(table), name: made, unique, tail}, view)})
  }
  return found
}

/** Whether an index alone does what the key does. */
function isImmediate({deferrable, type}: Constraint): boolean {
  return type !== 'exclusion' && deferrable !== true
}

function cannotBuild({name}: Index): {unsafe: string} {
  return {unsafe: `the index \`${name}\` cannot be built for another column`}
}

function renameConstraint(head: string, from: string, to: string): string {
  return `${head} RENAME CONSTRAINT ${quoteName(from)} TO ${quoteName(to)}`
}

function usesColumn({elements, include, where}: Index, {column: {name}, table}: Twin): boolean {
  const uses = (expression: Expression | undefined): boolean =>
    expression !== undefined && columnsUsed(expression, table.columns).includes(name)
  return (
    elements.some(({column, expression}) => column === name || uses(expression)) ||
    include.includes(name) ||
    uses(where)
  )
}

function renamedIndex(index: Index, from: string, to: string): Index {
  const inside = (expression: Expression | undefined): Expression | undefined =>
    expression && renameColumnIn(expression, from, to)
  return {
    ...index,
    elements: index.elements.map((element) =>
      element.column === from ? {...element, column: to} : {...element, expression: inside(element.expression)}
    ),
    include: index.include.map((column) => (column === from ? to : column)),
    where: inside(index.where)
  }
}

function renamedConstraint(constraint: Constraint, from: string, to: string): Constraint {
  const {references} = constraint
  const name = (column: string): string => (column === from ? to : column)
  return {
    ...constraint,
    columns: constraint.columns.map(name),
    ...(references?.onDeleteColumns && {
      references: {...references, onDeleteColumns: references.onDeleteColumns.map(name)}
    }),
    expression: constraint.expression && renameColumnIn(constraint.expression, from, to)
  }
}

function keyWords({type}: Constraint): string {
  return type === 'primary-key' ? 'PRIMARY KEY' : 'UNIQUE'
}

function deferred({deferrable, initiallyDeferred}: Constraint): string {
  return `${deferrable === true ? ' DEFERRABLE' : ''}${initiallyDeferred === true ? ' INITIALLY DEFERRED' : ''}`
}

/** The full name of a table, without the rest of it. */
export function nameOf({name, schema}: Table): {schema: string; name: string} & Name {
  return {schema, name}
}

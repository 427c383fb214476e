/** Following a column through everything of a table that uses it: renamed, or dropped. */
import type {Expression, Generated, IndexElement, QueryUses} from '../../operations/definitions.js'
import {columnsUsed, renameColumnIn} from '../expressions.js'
import {sameName} from '../lookup.js'
import type {Column, Constraint, Index, ObjectName, Table} from '../objects.js'
import {keyOf} from '../objects.js'
import {storeSequence, storeTable} from '../store.js'
import type {Context} from './context.js'

/** A table after one of its columns got another name. */
export function renameInTable(context: Context, table: Table, from: string, to: string): Table {
  const name = (column: string) => (sameName(context.dialect, column, from) ? to : column)
  const inside = (expression: Expression) => renameColumnIn(expression, from, to)
  const element = (part: IndexElement): IndexElement => ({
    ...part,
    ...(part.column !== undefined && {column: name(part.column)}),
    ...(part.expression && {expression: inside(part.expression)})
  })
  const uses = (expression: Expression | undefined) =>
    expression !== undefined && columnsUsed(expression, [{name: from}]).length > 0
  const ofConstraint = (constraint: Constraint): Constraint =>
    constraint.columns.some((column) => name(column) !== column) || uses(constraint.expression)
      ? {
          ...constraint,
          ...(constraint.ofColumn !== undefined && {ofColumn: name(constraint.ofColumn)}),
          columns: constraint.columns.map(name),
          ...(constraint.references?.onDeleteColumns && {
            references: {...constraint.references, onDeleteColumns: constraint.references.onDeleteColumns.map(name)}
          }),
          ...(constraint.include && {include: constraint.include.map(name)}),
          ...(constraint.expression && {expression: inside(constraint.expression)})
        }
      : constraint
  const ofIndex = (index: Index): Index =>
    indexUses(context, index, from)
      ? {
          ...index,
          elements: index.elements.map(element),
          include: index.include.map(name),
          ...(index.where && {where: inside(index.where)})
        }
      : index
  const ofColumn = (column: Column): Column => {
    const {generated} = column
    if (generated) return {...column, name: name(column.name), generated: renameInGenerated(generated, from, to)}
    return name(column.name) === column.name ? column : {...column, name: to}
  }
  return {
    ...table,
    columns: table.columns.map(ofColumn),
    constraints: table.constraints.map(ofConstraint),
    indexes: table.indexes.map(ofIndex),
    triggers: table.triggers.map((trigger) =>
      trigger.columns ? {...trigger, columns: trigger.columns.map(name)} : trigger
    ),
    ...(table.partitionBy && {
      partitionBy: {
        ...table.partitionBy,
        key: table.partitionBy.key.map(({column, expression}) => ({
          ...(column !== undefined && {column: name(column)}),
          ...(expression && {expression: inside(expression)})
        }))
      }
    })
  }
}

function renameInGenerated(generated: Generated, from: string, to: string): Generated {
  return {...generated, expression: renameColumnIn(generated.expression, from, to)}
}

/** Names that a query is made of; the old one may be that of another column still, and nobody is sure of either then. */
function withNewName(uses: QueryUses, from: string, to: string): QueryUses {
  if (!uses.columns.includes(from)) return uses
  const sure = uses.ofRelations?.filter((name) => name !== from && name !== to)
  return {...uses, columns: [...uses.columns, to], ...(sure && {ofRelations: sure})}
}

/** The same for a query that reads nothing but the table. */
function withNewNameOfOne(uses: QueryUses, from: string, to: string): QueryUses {
  const renamed = (names: readonly string[]): string[] => names.map((name) => (name === from ? to : name))
  return {...withNewName(uses, from, to), ...(uses.ofRelations && {ofRelations: renamed(uses.ofRelations)})}
}

/** PostgreSQL: what views, policies and rules use of the table is used by its new name. */
function renameInUses({catalog}: Context, table: Table, from: string, to: string): void {
  const key = keyOf(table)
  const names: ObjectName[] = [...(catalog.readers.get(key) ?? []), ...(catalog.mentions.get(key) ?? [])]
  // What a view uses are columns of others.
  if (table.reads === undefined) names.push(table)
  for (const name of names) {
    const user = catalog.tables.get(keyOf(name))
    if (!user || !(user.uses ?? user.policyUses ?? user.rules)) continue
    storeTable(catalog, {
      ...user,
      ...(user.uses && {uses: (user.reads?.length === 1 ? withNewNameOfOne : withNewName)(user.uses, from, to)}),
      ...(user.policyUses && {
        policyUses: user.policyUses.map((each) => ({...each, uses: withNewName(each.uses, from, to)}))
      }),
      ...(user.rules && {
        rules: user.rules.map((rule) => ({...rule, uses: rule.uses && withNewName(rule.uses, from, to)}))
      })
    })
  }
}

/** Carry a rename to the foreign keys of other tables, to what uses the column, and to its sequence. */
export function renameElsewhere(context: Context, table: Table, from: string, to: string): void {
  const {catalog, dialect} = context
  const key = keyOf(table)
  if (dialect === 'postgres') renameInUses(context, table, from, to)
  for (const other of catalog.referencing.get(key) ?? []) {
    const referencing = catalog.tables.get(keyOf(other))
    if (!referencing) continue
    const constraints = referencing.constraints.map((constraint) =>
      constraint.references && keyOf(constraint.references.table) === key
        ? {
            ...constraint,
            references: {
              ...constraint.references,
              columns: constraint.references.columns.map((column) => (sameName(dialect, column, from) ? to : column))
            }
          }
        : constraint
    )
    storeTable(catalog, {...referencing, constraints})
  }
  for (const name of catalog.ownedSequences.get(key) ?? []) {
    const sequence = catalog.sequences.get(keyOf(name))
    if (sequence?.ownedBy?.column === from) {
      storeSequence(catalog, {...sequence, ownedBy: {...sequence.ownedBy, column: to}})
    }
  }
}

/** Whether an index uses a column: as a key, included, in an expression or its condition. */
export function indexUses(context: Context, index: Index, column: string): boolean {
  const uses = (expression: Expression | undefined) =>
    expression !== undefined && columnsUsed(expression, [{name: column}]).length > 0
  return (
    index.elements.some(
      (element) =>
        (element.column !== undefined && sameName(context.dialect, element.column, column)) || uses(element.expression)
    ) ||
    index.include.some((name) => sameName(context.dialect, name, column)) ||
    uses(index.where)
  )
}

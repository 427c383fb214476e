/** Keys, checks and foreign keys of MySQL and MariaDB as their definitions make them. */
import type {ConstraintDefinition, IndexDefinition, IndexElement} from '../../operations/definitions.js'
import type {Constraint, Index, Table} from '../objects.js'
import type {Context} from '../changes/context.js'
import {resolveTable} from '../changes/context.js'
import {columnsUsed} from '../expressions.js'
import {findColumn, findIndex, sameName} from '../lookup.js'
import {isGeometry} from './geometry.js'
import {chooseCheckName, chooseForeignKeyName, chooseIndexName} from './names.js'
import {withoutNeedlessPrefixes} from './prefixes.js'

/** Whether an index begins with these columns, in full and in order, so that a foreign key can use it. */
function beginsWith(context: Context, index: Index, columns: readonly string[]): boolean {
  return (
    columns.length <= index.elements.length &&
    !['fulltext', 'spatial', 'vector'].includes(index.method ?? 'btree') &&
    columns.every((column, position) => {
      const element = index.elements[position]
      return (
        element?.column !== undefined &&
        element.length === undefined &&
        sameName(context.dialect, element.column, column)
      )
    })
  )
}

/** An index that the server made for a foreign key goes when another can take its place. */
function withoutSuperseded(context: Context, table: Table, added: Index): Table {
  const indexes = table.indexes.filter(
    (index) =>
      index === added ||
      index.automatic !== true ||
      !beginsWith(
        context,
        added,
        index.elements.flatMap(({column}) => (column === undefined ? [] : [column]))
      )
  )
  return indexes.length === table.indexes.length ? table : {...table, indexes}
}

/** A column by the name that the table has for it, whatever the case in which it is written. */
function spelling(context: Context, table: Table, column: string): string {
  return findColumn(context.dialect, table, column)?.name ?? column
}

function spelledElements(context: Context, table: Table, elements: readonly IndexElement[]): IndexElement[] {
  return elements.map((element) =>
    element.column === undefined ? element : {...element, column: spelling(context, table, element.column)}
  )
}

/** Add an index; a unique one is a constraint too. */
export function addIndex(context: Context, table: Table, definition: IndexDefinition): Table {
  const {range: _range, ...rest} = definition
  const elements = withoutNeedlessPrefixes(context, table, spelledElements(context, table, definition.elements))
  const name = definition.name ?? chooseIndexName(context.dialect, table, elements[0]?.column)
  const index: Index = {
    ...rest,
    name,
    elements,
    method: storedMethod(context, table, definition),
    primary: false,
    valid: true,
    ...(definition.unique && {constraint: name})
  }
  const constraint: Constraint = {
    type: 'unique',
    name,
    columns: elements.flatMap(({column}) => (column === undefined ? [] : [column])),
    valid: true,
    enforced: true,
    indexName: name
  }
  return withoutSuperseded(
    context,
    {
      ...table,
      indexes: [...table.indexes, index],
      constraints: definition.unique ? [...table.constraints, constraint] : table.constraints,
      ...(index.method === 'fulltext' && {hiddenFulltextColumn: true})
    },
    index
  )
}

/** InnoDB has no hash indexes; it makes B-trees of them, MariaDB on a hidden column with the hash where they are unique. */
function storedMethod({dialect}: Context, table: Table, {elements, method, unique}: IndexDefinition): string {
  const isHashed = method === 'hash' && dialect === 'mariadb' && unique
  if (isHashed || (method !== undefined && method !== 'btree' && method !== 'hash')) return method
  // https://dev.mysql.com/doc/refman/8.4/en/creating-spatial-indexes.html
  const isSpatial = dialect === 'mysql' && !unique && elements.some(({column}) => isGeometric(dialect, table, column))
  return isSpatial ? 'spatial' : 'btree'
}

function isGeometric(dialect: Context['dialect'], table: Table, column: string | undefined): boolean {
  return column !== undefined && isGeometry(findColumn(dialect, table, column)?.type)
}

function addPrimaryKey(context: Context, table: Table, definition: ConstraintDefinition): Table {
  const written = definition.index?.elements ?? definition.columns.map((column) => ({column}))
  const elements = withoutNeedlessPrefixes(context, table, spelledElements(context, table, written))
  const columns = elements.flatMap(({column}) => (column === undefined ? [] : [column]))
  const index: Index = {
    unique: true,
    elements,
    include: [],
    name: 'PRIMARY',
    method: 'btree',
    primary: true,
    constraint: 'PRIMARY',
    valid: true
  }
  const constraint: Constraint = {
    type: 'primary-key',
    name: 'PRIMARY',
    columns,
    valid: true,
    enforced: true,
    indexName: 'PRIMARY'
  }
  return withoutSuperseded(
    context,
    {
      ...table,
      columns: table.columns.map((column) =>
        columns.some((name) => sameName(context.dialect, name, column.name)) ? {...column, notNull: true} : column
      ),
      indexes: [index, ...table.indexes],
      constraints: [constraint, ...table.constraints]
    },
    index
  )
}

/** `RESTRICT` and `NO ACTION` are the same, and what nothing written means. */
function isAction(action: string | undefined): boolean {
  return action !== undefined && !/^(?:restrict|no action)$/i.test(action)
}

function addForeignKey(context: Context, table: Table, definition: ConstraintDefinition): Table {
  const {index, references} = definition
  if (!references) return table
  const columns = definition.columns.map((column) => spelling(context, table, column))
  const {onDelete, onUpdate} = references
  const target = {schema: references.table.schema ?? table.schema, name: references.table.name}
  const added: Constraint = {
    type: 'foreign-key',
    name: definition.name ?? chooseForeignKeyName(table),
    columns,
    valid: true,
    enforced: true,
    references: {
      table: table.name === target.name ? target : resolveTable(context, target),
      columns: references.columns,
      ...(isAction(onDelete) && {onDelete}),
      ...(isAction(onUpdate) && {onUpdate})
    }
  }
  const changed = {...table, constraints: [...table.constraints, added]}
  if (table.indexes.some((existing) => beginsWith(context, existing, columns))) return changed
  const wanted = definition.name ?? index?.name
  const name =
    wanted !== undefined && !findIndex(context.dialect, table, wanted)
      ? wanted
      : chooseIndexName(context.dialect, table, columns[0])
  const supporting: Index = {
    name,
    unique: false,
    method: 'btree',
    elements: columns.map((column) => ({column})),
    include: [],
    primary: false,
    valid: true,
    automatic: true
  }
  return withoutSuperseded(context, {...changed, indexes: [...changed.indexes, supporting]}, supporting)
}

function addCheck(context: Context, table: Table, definition: ConstraintDefinition, column: string | undefined): Table {
  const {expression, notEnforced} = definition
  const constraint: Constraint = {
    type: 'check',
    name: definition.name ?? chooseCheckName(context.dialect, table, column),
    columns: expression ? columnsUsed(expression, table.columns) : [],
    ...(expression && {expression}),
    ...(context.dialect === 'mariadb' && column !== undefined && {ofColumn: column}),
    valid: notEnforced !== true,
    enforced: notEnforced !== true
  }
  return {...table, constraints: [...table.constraints, constraint]}
}

/** Add one constraint. `column`: the one at whose definition it stands. */
export function addConstraint(
  context: Context,
  table: Table,
  definition: ConstraintDefinition,
  column?: string
): Table {
  switch (definition.type) {
    case 'primary-key':
      return addPrimaryKey(context, table, definition)
    case 'unique':
      return addIndex(context, table, {
        unique: true,
        elements: definition.columns.map((name) => ({column: name})),
        include: [],
        ...definition.index,
        name: definition.index?.name ?? definition.name
      })
    case 'foreign-key':
      return addForeignKey(context, table, definition)
    case 'check':
      return addCheck(context, table, definition, column)
    default:
      return table
  }
}

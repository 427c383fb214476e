/** Constraints of PostgreSQL as their definitions make them. */
import type {ConstraintDefinition, IndexDefinition} from '../../operations/definitions.js'
import type {Constraint, Index, Table} from '../objects.js'
import {keyOf} from '../objects.js'
import type {Context} from '../changes/context.js'
import {editColumn, isPostgres, resolveTable} from '../changes/context.js'
import {columnsUsed} from '../expressions.js'
import {chooseIndexName, makeIndex, takenNames} from './indexes.js'
import {chooseConstraintName, joinColumnNames} from './names.js'

function base(definition: ConstraintDefinition, name: string): Constraint {
  const {type, columns, expression, noInherit, deferrable, initiallyDeferred, nullsNotDistinct, include} = definition
  return {
    type,
    name,
    columns,
    ...(expression && {expression}),
    ...(noInherit === true && {noInherit}),
    ...(deferrable === true && {deferrable}),
    ...(initiallyDeferred === true && {initiallyDeferred}),
    ...(nullsNotDistinct === true && {nullsNotDistinct}),
    ...(include && include.length > 0 && {include}),
    valid: definition.notValid !== true && definition.notEnforced !== true,
    enforced: definition.notEnforced !== true
  }
}

function appended(table: Table, constraint: Constraint): Table {
  return {...table, constraints: [...table.constraints, constraint]}
}

function addCheck(context: Context, table: Table, definition: ConstraintDefinition): Table {
  const columns = definition.expression ? columnsUsed(definition.expression, table.columns) : []
  // The server takes the column into the name when the expression uses exactly one.
  const second = columns.length === 1 ? columns[0] : undefined
  const name = definition.name ?? chooseConstraintName(context.catalog, table, second, 'check', takenNames(table))
  return appended(table, base({...definition, columns}, name))
}

function addForeignKey(context: Context, table: Table, definition: ConstraintDefinition): Table {
  if (!definition.references) return table
  const {columns, match, onDelete, onDeleteColumns, onUpdate, table: target} = definition.references
  const second = joinColumnNames(definition.columns)
  const name = definition.name ?? chooseConstraintName(context.catalog, table, second, 'fkey', takenNames(table))
  const referenced =
    target.name === table.name && (target.schema ?? table.schema) === table.schema
      ? {schema: table.schema, name: table.name}
      : resolveTable(context, target)
  const other =
    referenced.name === table.name && referenced.schema === table.schema
      ? table
      : context.catalog.tables.get(keyOf(referenced))
  const primary = other?.constraints.find(({type}) => type === 'primary-key')?.columns ?? []
  return appended(table, {
    ...base(definition, name),
    references: {
      table: referenced,
      columns: columns.length > 0 ? columns : [...primary],
      ...(onDelete !== undefined && {onDelete}),
      ...(onDeleteColumns !== undefined && {onDeleteColumns}),
      ...(onUpdate !== undefined && {onUpdate}),
      ...(match !== undefined && {match})
    }
  })
}

/** What `NOT NULL` does; from PostgreSQL 18 on it is a constraint with a name of its own. */
export function addNotNull(
  context: Context,
  table: Table,
  column: string,
  definition: Partial<ConstraintDefinition> = {}
): Table {
  const valid = definition.notValid !== true
  const changed = valid ? editColumn(context, table, column, (each) => ({...each, notNull: true})) : table
  if (!isPostgres(context, 18)) return changed
  const existing = table.constraints.find(({columns, type}) => type === 'not-null' && columns[0] === column)
  if (existing) {
    if (!valid || existing.valid) return changed
    const constraints = table.constraints.map((each) => (each === existing ? {...each, valid: true} : each))
    return {...changed, constraints}
  }
  const name = definition.name ?? chooseConstraintName(context.catalog, table, column, 'not_null', takenNames(table))
  return appended(changed, base({...definition, type: 'not-null', columns: [column]}, name))
}

function keyIndex(definition: ConstraintDefinition): IndexDefinition {
  const {columns, include = [], index, nullsNotDistinct, type} = definition
  return {
    unique: type !== 'exclusion',
    method: type === 'exclusion' ? 'gist' : 'btree',
    elements: columns.map((column) => ({column})),
    ...index,
    include: index && index.include.length > 0 ? index.include : include,
    ...(nullsNotDistinct === true && {nullsNotDistinct})
  }
}

/** The index of `USING INDEX` becomes the constraint's, and takes its name. */
function adoptIndex(table: Table, definition: ConstraintDefinition, adopted: Index): Table {
  const name = definition.name ?? adopted.name
  const columns = adopted.elements.flatMap(({column}) => (column === undefined ? [] : [column]))
  const primary = definition.type === 'primary-key'
  const indexes = table.indexes.map((index) =>
    index === adopted ? {...index, name, primary, constraint: name} : index
  )
  return appended({...table, indexes}, {...base({...definition, columns}, name), valid: true, indexName: name})
}

function makeKey(
  context: Context,
  table: Table,
  definition: ConstraintDefinition,
  type: 'primary-key' | 'unique' | 'exclusion'
): Table {
  const index = keyIndex(definition)
  // An index that the catalog does not know gave the constraint its name.
  const name = definition.name ?? definition.usingIndex ?? chooseIndexName(context, table, index, type)
  const made = {...makeIndex(name, index), primary: type === 'primary-key', constraint: name}
  return {...appended(table, {...base(definition, name), indexName: name}), indexes: [...table.indexes, made]}
}

function addKey(context: Context, table: Table, definition: ConstraintDefinition): Table {
  const {type, usingIndex} = definition
  if (type !== 'primary-key' && type !== 'unique' && type !== 'exclusion') return table
  const adopted = usingIndex === undefined ? undefined : table.indexes.find(({name}) => name === usingIndex)
  const changed = adopted ? adoptIndex(table, definition, adopted) : makeKey(context, table, definition, type)
  if (type !== 'primary-key') return changed
  const columns = changed.constraints.at(-1)?.columns ?? []
  return columns.reduce((result, column) => addNotNull(context, result, column), changed)
}

/** Add one constraint to a table, which may be in the making. */
export function addConstraint(context: Context, table: Table, definition: ConstraintDefinition): Table {
  switch (definition.type) {
    case 'check':
      return addCheck(context, table, definition)
    case 'foreign-key':
      return addForeignKey(context, table, definition)
    case 'not-null':
      return addNotNull(context, table, definition.columns[0] ?? '', definition)
    default:
      return addKey(context, table, definition)
  }
}

const passes = ['not-null', 'check', 'primary-key', 'unique', 'exclusion', 'foreign-key']

/** Add the constraints of a new table or column, in the order in which the server names them. */
export function addConstraints(context: Context, table: Table, definitions: readonly ConstraintDefinition[]): Table {
  const rank = ({type}: ConstraintDefinition) => {
    const index = passes.indexOf(type)
    // Unique and exclusion constraints are made in the order in which they are written.
    return type === 'exclusion' ? passes.indexOf('unique') : index
  }
  const ordered = [...definitions].sort((a, b) => rank(a) - rank(b))
  return withoutRedundantKeys(ordered).reduce((result, each) => addConstraint(context, result, each), table)
}

/** `UNIQUE` beside a key of the same columns makes no second index; a name given to it is kept. */
function withoutRedundantKeys(definitions: readonly ConstraintDefinition[]): ConstraintDefinition[] {
  const kept: ConstraintDefinition[] = []
  for (const definition of definitions) {
    const twin =
      definition.type === 'unique' && definition.usingIndex === undefined
        ? kept.findIndex(
            (each) =>
              (each.type === 'unique' || each.type === 'primary-key') &&
              each.columns.join('\0') === definition.columns.join('\0') &&
              (each.include ?? []).join('\0') === (definition.include ?? []).join('\0') &&
              (each.deferrable ?? false) === (definition.deferrable ?? false)
          )
        : -1
    const other = kept[twin]
    if (other) kept[twin] = {...other, name: other.name ?? definition.name}
    else kept.push(definition)
  }
  return kept
}

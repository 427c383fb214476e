/** `CREATE TABLE` of MySQL and MariaDB. */
import type {ColumnDefinition, ConstraintDefinition, TableOptions} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import type {Column, Constraint, ObjectName, Table} from '../objects.js'
import type {Context} from '../changes/context.js'
import {emptyTable, nameNew} from '../changes/context.js'
import {temporarySchema} from '../session.js'
import {completeCharset} from './charsets.js'
import {databaseCharset, inlineConstraints, makeColumn} from './columns.js'
import {addConstraint, addIndex} from './keys.js'

type Create = Operation<'table.create'>

const charsetOptions = ['charset', 'character set', 'default charset', 'default character set']
const collationOptions = ['collate', 'collation', 'default collate', 'default collation']

function first(options: TableOptions, names: readonly string[]): string | undefined {
  return names.map((name) => options[name]).find((value) => value !== undefined)
}

/** A table's options with what the server fills in: engine, character set and collation. */
export function completeOptions(context: Context, database: string, written: TableOptions): TableOptions {
  const inherited = databaseCharset(context, database)
  const charset =
    completeCharset(
      context.session.server,
      first(written, charsetOptions),
      first(written, collationOptions),
      inherited
    ) ?? inherited
  const others = Object.entries(written).filter(
    ([name]) => !charsetOptions.includes(name) && !collationOptions.includes(name)
  )
  const engine = context.session.get('default_storage_engine') ?? 'InnoDB'
  return {engine, ...Object.fromEntries(others), ...charset}
}

/** The table that `CREATE TABLE` makes. */
export function createMysqlTable(operation: Create, context: Context): Table {
  const name = nameNew(context, operation.table)
  const source = operation.like[0]
  if (source) return copyTable(operation, context, name)
  const bare: Table = {
    ...emptyTable(name, context.migration),
    persistence: operation.temporary ? 'temporary' : 'permanent',
    options: completeOptions(context, name.schema, operation.options),
    ...(operation.partitionBy && {partitionBy: operation.partitionBy}),
    ...(operation.options['system versioning'] === '1' && {systemVersioned: true}),
    ...(operation.asQuery && {incomplete: true})
  }
  const columns = [...operation.columns.map((column) => makeColumn(context, bare, column)), ...queryColumns(operation)]
  const complete = addKeys(operation, context, {...bare, columns})
  return operation.temporary ? {...complete, schema: temporarySchema} : complete
}

function queryColumns({asQuery, columns}: Create): Column[] {
  const named = new Set(columns.map(({name}) => name.toLowerCase()))
  return (asQuery?.columns ?? [])
    .filter((name) => !named.has(name.toLowerCase()))
    .map((name) => ({name, type: undefined, notNull: false}))
}

interface Part {
  start: number
  isForeignKey: boolean
  add: (table: Table) => Table
}

/** In the order in which they are written, since names are numbered so; but a foreign key uses any index. */
function addKeys(operation: Create, context: Context, table: Table): Table {
  const constraint = (definition: ConstraintDefinition, column?: ColumnDefinition): Part => ({
    start: (column ?? definition).range?.start ?? 0,
    isForeignKey: definition.type === 'foreign-key',
    add: (before) => addConstraint(context, before, definition, column?.name)
  })
  const parts: Part[] = [
    ...operation.columns.flatMap((column) =>
      inlineConstraints(context, column).map((each) => constraint(each, column))
    ),
    ...operation.constraints.map((definition) => constraint(definition)),
    ...operation.indexes.map((index) => ({
      start: index.range?.start ?? 0,
      isForeignKey: false,
      add: (before: Table) => addIndex(context, before, index)
    }))
  ]
  const ordered = parts.sort((a, b) => Number(a.isForeignKey) - Number(b.isForeignKey) || a.start - b.start)
  return ordered.reduce((result, {add}) => add(result), table)
}

/** `LIKE` copies columns, indexes and checks, never foreign keys. */
function copyTable(operation: Create, context: Context, name: ObjectName): Table {
  const source = operation.like[0] && context.session.findTable(context.catalog, operation.like[0].source)
  const {
    droppedColumns: _dropped,
    hiddenFulltextColumn: _hidden,
    rowVersions: _versions,
    rows: _rows,
    bytes: _bytes,
    ...shape
  } = source ?? {
    ...emptyTable(name, context.migration),
    options: completeOptions(context, name.schema, {}),
    incomplete: true
  }
  const copy: Table = {
    ...shape,
    ...name,
    persistence: operation.temporary ? 'temporary' : 'permanent',
    triggers: [],
    constraints: copyConstraints(context, shape.constraints, name),
    createdBy: context.migration
  }
  return operation.temporary ? {...copy, schema: temporarySchema} : copy
}

/** MySQL numbers the checks of the copy, whatever the source calls them; MariaDB keeps their names. */
function copyConstraints(context: Context, constraints: readonly Constraint[], name: ObjectName): Constraint[] {
  let number = 0
  return constraints
    .filter(({type}) => type !== 'foreign-key')
    .map((constraint) =>
      constraint.type === 'check' && context.dialect === 'mysql'
        ? {...constraint, name: `${name.name}_chk_${++number}`}
        : constraint
    )
}

import {stringify} from 'yaml'
import {quoteName} from '../../sql/postgres.js'
import type {ColumnDefinition, ConstraintDefinition, Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import {columnsIn} from '../../knowledge/postgres/expressions/tree.js'
import {nameOfConstraint} from '../parts/constraints.js'
import {numbersItself, objectOf, typeSql} from '../parts/sql.js'
import {answerEach} from '../parts/tool-answers.js'
import {isVolatileValue} from '../parts/values.js'
import type {RecipeView} from '../recipe.js'
import {defineTool} from '../tool.js'
import type {ToolAnswer} from '../tool.js'

/** An operation of `pgroll`: one key, its name, with what it is given. */
type Piece = Readonly<Record<string, object>>

/**
 * `pgroll` changes columns beside the old ones, keeps both the same by triggers, and shows each release its own version
 * of the schema through views, until the migration is completed.
 *
 * https://github.com/xataio/pgroll/blob/v0.16.2/schema.json, https://github.com/xataio/pgroll/tree/v0.16.2/docs/operations
 */
export const pgroll = defineTool<Piece>({
  name: 'pgroll',
  summary:
    'Keeps two versions of the schema, one for the releases before and one for those after, until it is completed',
  strength:
    'two releases of the application live beside each other, each with a schema of its own, and it can go back until it is completed',
  tried: false,
  version: '0.16.2',
  url: 'https://github.com/xataio/pgroll',
  engines: ['postgres'],
  on: [
    'column.add',
    'column.drop',
    'column.rename',
    'column.set-not-null',
    'column.set-type',
    'constraint.add',
    'index.create',
    'index.drop',
    'table.drop',
    'table.rename'
  ],
  limits: [
    'Each file: `pgroll start`, deploy the application, `pgroll complete`; `pgroll rollback` goes back before that only',
    'A database that pgroll does not know yet needs `pgroll init`, and `pgroll baseline` where it has tables',
    'Releases choose their version by `search_path`: one that does not sees the tables, not the new version',
    'Changed columns are filled 1000 rows at a time without looking at standbys; `--backfill-batch-delay` slows it down',
    '`sql` runs as it stands, under no care but the lock timeout of pgroll'
  ],
  translate: (statement) => answerEach(statement, answer),
  plain: (sql) => [{sql: {up: sql}}],
  standsAlone: (piece) => 'sql' in piece,
  extension: 'yaml',
  render: (pieces) => stringify({operations: pieces}, {lineWidth: 0, aliasDuplicateObjects: false})
})

function answer(operation: Operation, view: RecipeView): ToolAnswer<Piece> {
  switch (operation.kind) {
    case 'column.add':
      return addColumn(operation, view)
    case 'column.drop':
      return dropColumn(operation, view)
    case 'column.rename':
      return one(
        {rename_column: {table: named(operation.table), from: operation.column, to: operation.to}},
        operation,
        view
      )
    case 'column.set-not-null':
      return setNotNull(operation, view)
    case 'column.set-type':
      return setType(operation, view)
    case 'constraint.add':
      return addConstraint(operation, view)
    case 'index.create':
      return createIndex(operation, view)
    case 'index.drop':
      return operation.cascade === true
        ? {cannot: 'it drops nothing that depends on an index'}
        : {pieces: [{drop_index: {name: operation.index.name}}], notes: schemaNotes(operation.index.schema)}
    case 'table.drop':
      return operation.cascade === true
        ? {cannot: 'it drops nothing that depends on a table'}
        : one({drop_table: {name: named(operation.table)}}, operation, view)
    case 'table.rename':
      return one({rename_table: {from: named(operation.table), to: operation.to.name}}, operation, view)
    default:
      return {cannot: `it has no operation for \`${operation.kind}\``}
  }
}

function named({name}: Name): string {
  return name
}

function one(piece: Piece, {table}: {table: Name}, view: RecipeView, notes: readonly string[] = []): ToolAnswer<Piece> {
  return {pieces: [piece], notes: [...schemaNotes(objectOf(table, view).schema), ...notes]}
}

function schemaNotes(schema: string | undefined): string[] {
  return schema === undefined || schema === 'public' ? [] : [`Call pgroll with \`--schema ${schema}\``]
}

/** https://github.com/xataio/pgroll/blob/v0.16.2/docs/operations/add_column.mdx */
function addColumn(operation: Operation<'column.add'>, view: RecipeView): ToolAnswer<Piece> {
  const {column, table} = operation
  if (column.type === undefined || column.generated !== undefined || column.identity !== undefined) {
    return {cannot: `it adds no generated column or identity to a table that is there`}
  }
  // It takes a serial for a type with a value, and has the server write all rows.
  if (numbersItself(column)) return {cannot: `a serial column is added as it stands: the server writes every row`}
  const unsupported = unsupportedOf(column)
  if (unsupported !== undefined) return {cannot: unsupported}
  const value = column.default
  if (column.nullable === false && value === undefined) {
    return {
      cannot: `\`${column.name}\` must not be NULL, and its \`up\` must say which value rows have that the releases before write: only the application knows`
    }
  }
  const isFilled = value !== undefined && isVolatileValue(value, view)
  const definition = {
    name: column.name,
    type: typeSql(column.type),
    nullable: column.nullable !== false,
    ...(value !== undefined && {default: value.text}),
    ...constraintsOf(operation, view)
  }
  return one({add_column: {table: table.name, ...(isFilled && {up: value.text}), column: definition}}, operation, view)
}

function unsupportedOf({collation, compression, constraints, storage}: ColumnDefinition): string | undefined {
  if (collation !== undefined) return 'a column has no collation of its own there'
  if (storage !== undefined || compression !== undefined) return 'a column has no storage of its own there'
  if (constraints.some(({type}) => type === 'primary-key')) return 'it adds no column that is a primary key'
  const plain = constraints.every(
    ({include, index, nullsNotDistinct, noInherit, notEnforced, references, type, deferrable}) =>
      ['unique', 'check', 'foreign-key'].includes(type) &&
      (include ?? []).length === 0 &&
      nullsNotDistinct !== true &&
      noInherit !== true &&
      notEnforced !== true &&
      references?.onDeleteColumns === undefined &&
      index?.options === undefined &&
      (deferrable !== true || type === 'foreign-key')
  )
  return plain ? undefined : 'a constraint at the column has options that it does not know'
}

function constraintsOf({column, table}: Operation<'column.add'>, view: RecipeView): object {
  const parts = column.constraints.map((constraint): object => {
    if (constraint.type === 'unique') return {unique: true}
    const name = nameOfConstraint(constraint, table, view)
    if (constraint.type === 'check') return {check: {name, constraint: constraint.expression?.text ?? ''}}
    const {deferrable, initiallyDeferred, references} = constraint
    const [referred] = referredColumns(constraint, view)
    return {
      references: {
        name,
        table: references?.table.name ?? '',
        column: referred ?? '',
        ...actionsOf(constraint),
        ...(deferrable === true && {deferrable}),
        ...(initiallyDeferred === true && {initially_deferred: true})
      }
    }
  })
  return Object.assign({}, ...parts) as object
}

/** Those of the statement, or the primary key of the other table. */
function referredColumns({references}: ConstraintDefinition, view: RecipeView): readonly string[] {
  if (references === undefined) return []
  if (references.columns.length > 0) return references.columns
  const key = view.table(references.table)?.constraints.find(({type}) => type === 'primary-key')
  return key?.columns ?? []
}

function actionsOf({references}: ConstraintDefinition): object {
  const upper = (text: string): string => text.toUpperCase()
  return {
    ...(references?.onDelete !== undefined && {on_delete: upper(references.onDelete)}),
    ...(references?.onDeleteColumns !== undefined && {on_delete_set_columns: references.onDeleteColumns}),
    ...(references?.onUpdate !== undefined && {on_update: upper(references.onUpdate)}),
    ...(references?.match !== undefined && {match_type: upper(references.match)})
  }
}

/** What the releases before see of rows that those after write. */
function dropColumn(operation: Operation<'column.drop'>, view: RecipeView): ToolAnswer<Piece> {
  const {cascade, column, table} = operation
  if (cascade === true) return {cannot: 'it drops nothing that depends on a column'}
  const found = view.table(table)?.columns.find(({name}) => name === column)
  if (found?.notNull !== true) {
    const notes = found
      ? []
      : [`Whether \`${column}\` may be NULL is not known: where not, \`down\` must give it a value`]
    return one({drop_column: {table: table.name, column}}, operation, view, notes)
  }
  if (found.default === undefined) {
    return {
      cannot: `\`${column}\` must not be NULL, and \`down\` must say which value it has in rows that the releases after write: only the application knows`
    }
  }
  return one({drop_column: {table: table.name, column, down: found.default.text}}, operation, view)
}

function setNotNull(operation: Operation<'column.set-not-null'>, view: RecipeView): ToolAnswer<Piece> {
  const {column, table} = operation
  const value = quoteName(column)
  const notes = [
    `\`pgroll complete\` fails where \`${column}\` is NULL in a row: let \`up\` say what such rows have, such as \`COALESCE(${value}, …)\``
  ]
  return one(
    {alter_column: {table: table.name, column, nullable: false, up: value, down: value}},
    operation,
    view,
    notes
  )
}

function setType(operation: Operation<'column.set-type'>, view: RecipeView): ToolAnswer<Piece> {
  const {collation, column, table, type, using} = operation
  if (collation !== undefined) return {cannot: 'a column has no collation of its own there'}
  const before = view.table(table)?.columns.find(({name}) => name === column)?.type
  if (before === undefined)
    return {cannot: `the type that \`${column}\` has is not known, and \`down\` must go back to it`}
  const [value, next] = [quoteName(column), typeSql(type)]
  const up = using?.text ?? `CAST(${value} AS ${next})`
  const notes = [`\`down\` is a plain cast: look whether every new value of \`${column}\` has an old one`]
  return one(
    {alter_column: {table: table.name, column, type: next, up, down: `CAST(${value} AS ${typeSql(before)})`}},
    operation,
    view,
    notes
  )
}

/** https://github.com/xataio/pgroll/blob/v0.16.2/docs/operations/create_constraint.mdx */
function addConstraint(operation: Operation<'constraint.add'>, view: RecipeView): ToolAnswer<Piece> {
  const {constraint, table} = operation
  const {deferrable, expression, include = [], index, notEnforced, nullsNotDistinct, type, usingIndex} = constraint
  const type_ = {check: 'check', unique: 'unique', 'primary-key': 'primary_key', 'foreign-key': 'foreign_key'}[
    type as 'check'
  ] as string | undefined
  const isPlain =
    deferrable !== true &&
    notEnforced !== true &&
    nullsNotDistinct !== true &&
    usingIndex === undefined &&
    include.length === 0 &&
    index?.options === undefined &&
    constraint.period !== true &&
    constraint.notValid !== true
  if (type_ === undefined || !isPlain)
    return {cannot: 'the constraint is of a kind, or has options, that it does not know'}
  const columns = type === 'check' ? [...columnsIn(expression?.tree)] : constraint.columns
  if (columns.length === 0) return {cannot: 'the columns of the constraint are not known'}
  const referred = referredColumns(constraint, view)
  if (type === 'foreign-key' && referred.length === 0) return {cannot: 'the columns that it refers to are not known'}
  const same = Object.fromEntries(columns.map((column) => [column, quoteName(column)]))
  const definition = {
    type: type_,
    table: table.name,
    name: nameOfConstraint(constraint, table, view),
    columns,
    ...(type === 'check' && {check: expression?.text ?? ''}),
    ...(constraint.noInherit === true && {no_inherit: true}),
    ...(type === 'foreign-key' && {
      references: {table: constraint.references?.table.name, columns: referred, ...actionsOf(constraint)}
    }),
    up: same,
    down: same
  }
  const notes = ['The columns of the constraint are copied; rows that break it must be mended by `up`']
  return one({create_constraint: definition}, operation, view, notes)
}

/** https://github.com/xataio/pgroll/blob/v0.16.2/docs/operations/create_index.mdx */
function createIndex(operation: Operation<'index.create'>, view: RecipeView): ToolAnswer<Piece> {
  const {index, only, table} = operation
  const {elements, include, method, name, nullsNotDistinct, options = {}, unique, where} = index
  if (view.table(table)?.kind === 'partitioned-table' || only === true) {
    return {cannot: 'an index of a partitioned table cannot be built concurrently, which is all that it does'}
  }
  if (include.length > 0 || nullsNotDistinct === true || elements.some(({column}) => column === undefined)) {
    return {cannot: 'it knows indexes on plain columns only, without `INCLUDE` and `NULLS NOT DISTINCT`'}
  }
  if (name === undefined) return {cannot: 'the index must have a name'}
  const storage = Object.entries(options).map(([option, value]) => `${option} = ${value}`)
  const columns = elements.map(({collation, column, descending, nullsFirst, operatorClass}) => ({
    column,
    ...(collation !== undefined && {collate: collation.split('.').map(quoteName).join('.')}),
    ...(descending === true && {sort: 'DESC'}),
    ...(nullsFirst !== undefined && {nulls: nullsFirst ? 'FIRST' : 'LAST'}),
    ...(operatorClass !== undefined && {opclass: {name: operatorClass}})
  }))
  const definition = {
    table: table.name,
    name,
    columns,
    ...(unique && {unique}),
    ...(method !== undefined && {method}),
    ...(where !== undefined && {predicate: where.text}),
    ...(storage.length > 0 && {storage_parameters: storage.join(', ')})
  }
  return one({create_index: definition}, operation, view)
}

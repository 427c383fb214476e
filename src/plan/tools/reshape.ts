import {stringify} from 'smol-toml'
import type {ColumnDefinition, Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import {isPlainName} from '../parts/names.js'
import {numbersItself, objectOf, typeSql} from '../parts/sql.js'
import {answerEach, whyNoPlainTable} from '../parts/tool-answers.js'
import {isVolatileValue} from '../parts/values.js'
import type {RecipeView} from '../recipe.js'
import {defineTool} from '../tool.js'
import type {ToolAnswer} from '../tool.js'

/** An action of Reshape, with its `type`. */
interface Action {
  type: string
  [field: string]: unknown
}

/**
 * Reshape changes columns beside the old ones, keeps both the same by triggers, and shows each release its own version
 * of the schema through views, until the migration is completed.
 *
 * https://github.com/fabianlindfors/reshape/tree/main/src/migrations
 */
export const reshape = defineTool<Action>({
  name: 'reshape',
  summary:
    'Keeps two versions of the schema, one for the releases before and one for those after, until it is completed',
  strength:
    'two releases of the application live beside each other, each with a schema of its own; its definitions are TOML',
  tried: false,
  version: '0.9.1',
  url: 'https://github.com/fabianlindfors/reshape',
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
    'Put the files into `migrations/`: `reshape migration start`, deploy the application, `reshape migration complete`; `abort` goes back before that only',
    'Releases choose their version by what `reshape schema-query` prints: one that does not sees the tables, not the new version',
    'It changes tables of the schema `public` only',
    'Changed columns are filled 1000 rows at a time without throttle',
    '`custom` runs as it stands, and once more where it was cut off: write it so that this does no harm (`IF NOT EXISTS`)',
    'Indexes of a changed column are built anew from their columns alone, without conditions, order and parameters'
  ],
  translate: (statement) => answerEach(statement, answer),
  plain: (sql) => [{type: 'custom', start: sql}],
  extension: 'toml',
  render: (pieces) => `\n${stringify({actions: pieces})}\n`
})

function answer(operation: Operation, view: RecipeView): ToolAnswer<Action> {
  const refused = whyNotHere(operation, view)
  if (refused !== undefined) return {cannot: refused}
  switch (operation.kind) {
    case 'column.add':
      return addColumn(operation, view)
    case 'column.drop':
      return dropColumn(operation, view)
    case 'column.rename':
      return one({
        type: 'alter_column',
        table: operation.table.name,
        column: operation.column,
        changes: {name: operation.to}
      })
    case 'column.set-not-null':
      return one(
        {
          type: 'alter_column',
          table: operation.table.name,
          column: operation.column,
          up: operation.column,
          changes: {nullable: false}
        },
        `It fails where \`${operation.column}\` is NULL in a row: let \`up\` say what such rows have, such as \`COALESCE(${operation.column}, …)\``
      )
    case 'column.set-type':
      return setType(operation, view)
    case 'constraint.add':
      return addForeignKey(operation, view)
    case 'index.create':
      return addIndex(operation, view)
    case 'index.drop':
      return operation.cascade === true
        ? {cannot: 'it drops nothing that depends on an index'}
        : one({type: 'remove_index', index: operation.index.name})
    case 'table.drop':
      return operation.cascade === true
        ? {cannot: 'it drops nothing that depends on a table'}
        : one({type: 'remove_table', table: operation.table.name})
    case 'table.rename':
      return one({type: 'rename_table', table: operation.table.name, new_name: operation.to.name})
    default:
      return {cannot: `it has no action for \`${operation.kind}\``}
  }
}

function one(action: Action, ...notes: string[]): ToolAnswer<Action> {
  return {pieces: [action], notes}
}

/** What its own statements, in which names stand without schema and partly without quotes, cannot say. */
function whyNotHere(operation: Operation, view: RecipeView): string | undefined {
  const name: Name | undefined = 'table' in operation ? operation.table : undefined
  if (name === undefined) return undefined
  const {schema} = objectOf(name, view)
  if (schema !== 'public')
    return `\`${name.name}\` is in the schema \`${schema}\`, and it changes those of \`public\` only`
  const column = 'column' in operation && typeof operation.column === 'string' ? [operation.column] : []
  const odd = [name.name, ...column, ...(view.table(name)?.columns.map((each) => each.name) ?? [])].find(
    (each) => !isPlainName(each)
  )
  if (odd !== undefined) return `it cannot write the name \`${odd}\`, which needs quotes`
  return operation.kind.startsWith('column.') ? whyNoPlainTable(name, view) : undefined
}

function addColumn({column, table}: Operation<'column.add'>, view: RecipeView): ToolAnswer<Action> {
  const reason = whyNoColumn(column, view)
  if (reason !== undefined || column.type === undefined) return {cannot: reason ?? 'the type is not written'}
  return one({
    type: 'add_column',
    table: table.name,
    column: {
      name: column.name,
      type: typeSql(column.type),
      ...(column.nullable === false && {nullable: false}),
      ...(column.default !== undefined && {default: column.default.text})
    }
  })
}

function whyNoColumn(column: ColumnDefinition, view: RecipeView): string | undefined {
  const {collation, compression, constraints, default: value, generated, identity, name, nullable, storage} = column
  if (generated !== undefined || identity !== undefined || numbersItself(column)) {
    return `it adds \`${name}\` as it stands, and the server writes every row`
  }
  if (value !== undefined && isVolatileValue(value, view)) {
    return `it adds \`${name}\` with its default, and the server writes every row, as each gets another value`
  }
  if (constraints.length > 0) return 'it knows no constraints at a column'
  if (collation !== undefined || storage !== undefined || compression !== undefined) {
    return 'a column has neither collation nor storage of its own there'
  }
  return nullable === false && value === undefined
    ? `\`${name}\` must not be NULL, and \`up\` must say which value rows have that are there: only the application knows`
    : undefined
}

function dropColumn({cascade, column, table}: Operation<'column.drop'>, view: RecipeView): ToolAnswer<Action> {
  if (cascade === true) return {cannot: 'it drops nothing that depends on a column'}
  const found = view.table(table)?.columns.find(({name}) => name === column)
  const action = {type: 'remove_column', table: table.name, column}
  if (found?.default !== undefined) return one({...action, down: found.default.text})
  if (found?.notNull === true) {
    return {
      cannot: `\`${column}\` must not be NULL, and \`down\` must say which value it has in rows that the releases after write: only the application knows`
    }
  }
  return one(
    action,
    ...(found ? [] : [`Whether \`${column}\` may be NULL is not known: where not, \`down\` must give it a value`])
  )
}

function setType(operation: Operation<'column.set-type'>, view: RecipeView): ToolAnswer<Action> {
  const {collation, column, table, type, using} = operation
  if (collation !== undefined) return {cannot: 'a column has no collation of its own there'}
  const before = view.table(table)?.columns.find(({name}) => name === column)?.type
  if (before === undefined)
    return {cannot: `the type that \`${column}\` has is not known, and \`down\` must go back to it`}
  const next = typeSql(type)
  return one(
    {
      type: 'alter_column',
      table: table.name,
      column,
      up: using?.text ?? `CAST(${column} AS ${next})`,
      down: `CAST(${column} AS ${typeSql(before)})`,
      changes: {type: next}
    },
    `\`down\` is a plain cast: look whether every new value of \`${column}\` has an old one`
  )
}

/** It names the constraint itself, and knows its columns only. */
function addForeignKey({constraint, table}: Operation<'constraint.add'>, view: RecipeView): ToolAnswer<Action> {
  const {columns, deferrable, name, notEnforced, notValid, references, type} = constraint
  if (type !== 'foreign-key' || references === undefined)
    return {cannot: 'it adds foreign keys and no other constraint'}
  const own = `${table.name}_${columns.join('_')}_fkey`
  if (name !== undefined && name !== own) return {cannot: `it would name the constraint \`${own}\``}
  const {match, onDelete, onUpdate} = references
  const hasOption = [match, onDelete, onUpdate].some((each) => each !== undefined)
  if (deferrable === true || notEnforced === true || notValid === true || hasOption) {
    return {cannot: 'it knows no options of a foreign key, such as `ON DELETE`'}
  }
  const key = view.table(references.table)?.constraints.find((each) => each.type === 'primary-key')
  const referred = references.columns.length > 0 ? references.columns : (key?.columns ?? [])
  if (referred.length === 0) return {cannot: 'the columns that it refers to are not known'}
  return one({
    type: 'add_foreign_key',
    table: table.name,
    foreign_key: {columns, referenced_table: references.table.name, referenced_columns: referred}
  })
}

function addIndex({index, only, table}: Operation<'index.create'>, view: RecipeView): ToolAnswer<Action> {
  const {elements, include, method, name, nullsNotDistinct, options = {}, unique, where} = index
  const found = view.table(table)
  if (found?.kind === 'partitioned-table' || only === true) {
    return {cannot: 'an index of a partitioned table cannot be built concurrently, which is all that it does'}
  }
  const isPlain = elements.every(
    ({collation, column, descending, nullsFirst, operatorClass}) =>
      column !== undefined &&
      collation === undefined &&
      descending !== true &&
      nullsFirst === undefined &&
      operatorClass === undefined
  )
  if (
    !isPlain ||
    include.length > 0 ||
    nullsNotDistinct === true ||
    where !== undefined ||
    Object.keys(options).length > 0
  ) {
    return {cannot: 'it knows indexes on plain columns only, without order, condition and options'}
  }
  if (name === undefined) return {cannot: 'the index must have a name'}
  const columns = elements.map(({column}) => column ?? '')
  // It takes them from the list of the table's columns.
  const inTable = found?.columns.map((each) => each.name).filter((each) => columns.includes(each))
  if (columns.length > 1 && inTable?.join() !== columns.join()) {
    return {cannot: 'it puts the columns of an index into the order that they have in the table'}
  }
  return one({
    type: 'add_index',
    table: table.name,
    index: {name, columns, ...(unique && {unique}), ...(method !== undefined && {type: method})}
  })
}

/** Columns of MySQL and MariaDB as their definitions make them. */
import {compareVersions} from '../../server/server.js'
import type {ColumnDefinition, ColumnPosition, ConstraintDefinition, DataType} from '../../operations/definitions.js'
import type {Column, Table} from '../objects.js'
import type {Context} from '../changes/context.js'
import {sameName} from '../lookup.js'
import type {Charset} from './charsets.js'
import {serverCharset, withCharset} from './charsets.js'
import {honoursInlineReferences} from './inline-references.js'

/** What text columns of a table get that name nothing. */
export function tableCharset(context: Context, table: Table): Charset {
  const {assumed, charset, collation} = table.options
  return charset !== undefined && collation !== undefined
    ? {charset, collation, ...(assumed === undefined ? {} : {assumed: 'yes'})}
    : databaseCharset(context, table.schema)
}

/** What tables of a database get that name nothing. */
export function databaseCharset({catalog, session}: Context, database: string): Charset {
  const schema = catalog.schemas.get(database)
  return schema?.charset !== undefined && schema.collation !== undefined
    ? {charset: schema.charset, collation: schema.collation}
    : serverCharset(session)
}

/** Up to MariaDB 10.9, a `TIMESTAMP` is `NOT NULL` unless it says `NULL`; MySQL 8 and later do not do that. */
function isImplicitlyNotNull(context: Context, {nullable, type}: ColumnDefinition): boolean {
  const {dialect, version} = context.session.server
  if (dialect !== 'mariadb' || nullable !== undefined || type?.name !== 'timestamp') return false
  const setting = context.session.get('explicit_defaults_for_timestamp')?.toLowerCase()
  if (setting !== undefined) return setting === 'off' || setting === '0'
  return compareVersions(version, [10, 10]) < 0
}

/** The column without its inline constraints. */
export function makeColumn(context: Context, table: Table, definition: ColumnDefinition): Column {
  const {constraints, nullable, range: _range, type, ...rest} = definition
  const {server} = context.session
  const primary = constraints.some((constraint) => constraint.type === 'primary-key')
  const column: Column = {
    ...rest,
    type: type && withCharset(server, resolveAlias(context, type), tableCharset(context, table), definition.collation),
    notNull: nullable === false || primary || rest.autoIncrement === true || isImplicitlyNotNull(context, definition)
  }
  // Without a default a column that may be null has this one.
  if (/^null$/i.test(column.default?.text ?? '')) delete column.default
  if (column.type?.collation !== undefined) column.collation = column.type.collation
  if (column.generated && column.generated.storage === undefined) {
    column.generated = {...column.generated, storage: 'virtual'}
  }
  return column
}

/** MariaDB's JSON is text with a check: https://mariadb.com/kb/en/json/ */
function isJsonAlias({dialect}: Context, type: DataType | undefined): boolean {
  return dialect === 'mariadb' && type?.name === 'json'
}

function resolveAlias(context: Context, type: DataType): DataType {
  if (!isJsonAlias(context, type)) return type
  return {...type, name: 'longtext', charset: 'utf8mb4', collation: 'utf8mb4_bin'}
}

/** The keys, checks and references of a column, as if they stood in the table's definition. */
export function inlineConstraints(context: Context, definition: ColumnDefinition): ConstraintDefinition[] {
  const {constraints, name, type} = definition
  const own = constraints
    .filter(
      ({type: kind}) =>
        kind !== 'not-null' && (kind !== 'foreign-key' || honoursInlineReferences(context.session.server))
    )
    .map((constraint) =>
      constraint.type === 'check' || constraint.columns.length > 0 ? constraint : {...constraint, columns: [name]}
    )
  if (!isJsonAlias(context, type) || own.some((constraint) => constraint.type === 'check')) return own
  const text = `json_valid(\`${name.replaceAll('`', '``')}\`)`
  return [...own, {type: 'check', columns: [], expression: {text}}]
}

/** Put a column where `FIRST` or `AFTER` says, at the end without it. */
export function placeColumn(
  context: Context,
  columns: readonly Column[],
  column: Column,
  position: ColumnPosition | undefined
): Column[] {
  const result = [...columns]
  if (position === undefined) result.push(column)
  else if (position === 'first') result.unshift(column)
  else {
    const index = result.findIndex(({name}) => sameName(context.dialect, name, position.after))
    result.splice(index === -1 ? result.length : index + 1, 0, column)
  }
  return result
}

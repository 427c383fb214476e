/** Names of tables as Sequelize writes them. */
import {elementsOf, resolve} from '../../script/scope.js'
import type {Expression} from '../../script/scope.js'
import type {Translation} from '../../library.js'
import {optionOf} from '../../text/names.js'
import {sqlFor, textOf} from '../../text/pieces.js'
import type {Sql} from '../../text/pieces.js'

/** A table of a call. */
export interface TableName {
  sql: Sql
  /** With the schema that `addColumn` and `removeColumn` write on PostgreSQL. */
  inSchema: Sql
  /** `undefined`: known only when the script runs. */
  name: string | undefined
  schema: string | undefined
}

/** A name, or `{tableName, schema}`; MySQL's have the schema in the name itself. */
export function nameOfTable(expression: Expression, translation: Translation, options?: Expression): TableName {
  const given = resolve(expression)
  const named = optionOf(given, 'tableName') ?? expression
  const schema = optionOf(given, 'schema') ?? optionOf(options, 'schema')
  const name = translation.string(named)
  const schemaName = translation.string(schema)
  const sql = sqlFor(expression.node)
  if (translation.dialect !== 'postgres' && schemaName !== undefined && name !== undefined) {
    const whole = sql`${translation.quote(`${schemaName}.${name}`)}`
    return {sql: whole, inSchema: whole, name, schema: schemaName}
  }
  const written = schema ? sql`${translation.name(schema)}.${translation.name(named)}` : translation.name(named)
  const inSchema =
    translation.dialect === 'postgres' && !schema ? sql`${translation.quote('public')}.${written}` : written
  return {sql: written, inSchema, name, schema: schemaName}
}

/** The names of fields, which may be described by objects. */
export function fieldsOf(expression: Expression, translation: Translation): Sql[] {
  return (elementsOf(expression) ?? [expression]).map((field) =>
    translation.name(optionOf(resolve(field), 'name') ?? optionOf(resolve(field), 'attribute') ?? field)
  )
}

/** The name that Sequelize gives: `account_email`, with what comes behind. */
export function nameFromFields(
  table: TableName,
  fields: readonly Sql[],
  {quote}: Translation,
  suffix: readonly string[] = []
): string {
  const bare = [table.name ?? '', ...fields.map(textOf), ...suffix].map((name) =>
    name
      .replace(/["`]/g, '')
      .replace(/([a-z\d])([A-Z])/g, '$1_$2')
      .toLowerCase()
  )
  return quote(bare.join('_').replaceAll('.', '_'))
}

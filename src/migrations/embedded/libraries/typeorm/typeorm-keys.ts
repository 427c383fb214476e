/** Keys, indexes and constraints as TypeORM's tables have them. */
import {elementsOf} from '../../script/scope.js'
import type {Expression} from '../../script/scope.js'
import type {Translation} from '../../library.js'
import {createIndexSql, foreignKeySql} from '../../text/ddl.js'
import {booleanOf, optionOf} from '../../text/names.js'
import {join, sqlFor} from '../../text/pieces.js'
import type {Sql} from '../../text/pieces.js'
import {constraintName, optionsOf} from './typeorm-names.js'
import type {TableName} from './typeorm-names.js'

/** Texts of names, for those that are made of them. */
export function textsOf(columns: Expression, {string}: Translation): string[] {
  return (elementsOf(columns) ?? [columns]).map((column) => string(column) ?? '')
}

/** `CREATE INDEX`; `isInside`: as it stands in MySQL's `CREATE TABLE`. */
export function index(
  table: TableName,
  expression: Expression,
  translation: Translation,
  isInside = false
): Sql | undefined {
  const options = optionsOf(expression)
  const columns = optionOf(options, 'columnNames')
  if (columns === undefined) return undefined
  const sql = sqlFor(expression.node)
  const isPostgres = translation.dialect === 'postgres'
  const is = (option: string): boolean => booleanOf(optionOf(options, option)) === true
  const where = isPostgres ? optionOf(options, 'where') : undefined
  const condition = where && translation.text(where)
  if (where && condition === undefined) return undefined
  const words = [...textsOf(columns, translation), ...(where ? [translation.string(where) ?? ''] : [])]
  const name = constraintName('IDX', optionOf(options, 'name'), table, words, expression, translation)
  const names = translation.names(columns)
  if (!isPostgres) {
    const kind = is('isUnique') ? 'UNIQUE ' : is('isFulltext') ? 'FULLTEXT ' : is('isSpatial') ? 'SPATIAL ' : ''
    if (isInside) return sql`${kind}INDEX ${name} (${join(names)})`
    return sql`CREATE ${kind}INDEX ${name} ON ${table.sql} (${join(names)})`
  }
  return createIndexSql(expression.node, {
    table: table.sql,
    name,
    columns: names,
    unique: is('isUnique'),
    concurrently: is('isConcurrent'),
    method: is('isSpatial') ? 'GIST' : undefined,
    where: condition
  })
}

/** `CONSTRAINT … FOREIGN KEY …`. */
export function foreignKey(table: TableName, expression: Expression, translation: Translation): Sql | undefined {
  const options = optionsOf(expression)
  const columns = optionOf(options, 'columnNames')
  const target = optionOf(options, 'referencedTableName')
  const references = optionOf(options, 'referencedColumnNames')
  if (!columns || !target || !references) return undefined
  const schema = translation.dialect === 'postgres' ? optionOf(options, 'referencedSchema') : undefined
  const key = foreignKeySql(expression.node, {
    name: constraintName(
      'FK',
      optionOf(options, 'name'),
      table,
      textsOf(columns, translation),
      expression,
      translation
    ),
    columns: translation.names(columns),
    table: translation.relation(target, schema),
    references: translation.names(references),
    onDelete: translation.string(optionOf(options, 'onDelete')),
    onUpdate: translation.string(optionOf(options, 'onUpdate'))
  })
  return [...key, ...deferral(options, expression, translation)]
}

function deferral(options: Expression, {node}: Expression, {dialect, string}: Translation): Sql {
  const when = string(optionOf(options, 'deferrable'))
  return dialect === 'postgres' && when !== undefined ? sqlFor(node)` DEFERRABLE ${when}` : []
}

/** `CONSTRAINT … UNIQUE …`, which is an index on MySQL. */
export function unique(table: TableName, expression: Expression, translation: Translation): Sql | undefined {
  const options = optionsOf(expression)
  const columns = optionOf(options, 'columnNames')
  if (columns === undefined) return undefined
  const sql = sqlFor(expression.node)
  const isPostgres = translation.dialect === 'postgres'
  const texts = textsOf(columns, translation)
  const given = optionOf(options, 'name')
  const name = constraintName(isPostgres ? 'UQ' : 'IDX', given, table, texts, expression, translation)
  const names = join(translation.names(columns))
  if (!isPostgres) return sql`UNIQUE INDEX ${name} (${names})`
  return sql`CONSTRAINT ${name} UNIQUE (${names})${deferral(options, expression, translation)}`
}

/** `CONSTRAINT … CHECK …`. */
export function check(table: TableName, expression: Expression, translation: Translation): Sql | undefined {
  const found = condition('CHK', table, expression, translation)
  return found && sqlFor(expression.node)`CONSTRAINT ${found.name} CHECK (${found.text})`
}

/** `CONSTRAINT … EXCLUDE …`. */
export function exclusion(table: TableName, expression: Expression, translation: Translation): Sql | undefined {
  const found = condition('XCL', table, expression, translation)
  return found && sqlFor(expression.node)`CONSTRAINT ${found.name} EXCLUDE ${found.text}`
}

function condition(
  kind: 'CHK' | 'XCL',
  table: TableName,
  expression: Expression,
  translation: Translation
): {name: Sql; text: Sql} | undefined {
  const options = optionsOf(expression)
  const written = optionOf(options, 'expression')
  const text = written && translation.text(written)
  if (text === undefined) return undefined
  const words = [translation.string(written) ?? '']
  return {text, name: constraintName(kind, optionOf(options, 'name'), table, words, expression, translation)}
}

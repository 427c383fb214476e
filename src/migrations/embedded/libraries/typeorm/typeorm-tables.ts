/** Tables as TypeORM makes them, and the columns that it adds. https://typeorm.io/docs/migrations/api */
import {elementsOf} from '../../script/scope.js'
import type {Expression} from '../../script/scope.js'
import type {Translation} from '../../library.js'
import {createTableSql} from '../../text/ddl.js'
import {booleanOf, optionOf} from '../../text/names.js'
import {join, sqlFor} from '../../text/pieces.js'
import type {Sql} from '../../text/pieces.js'
import {columnOf} from './typeorm-columns.js'
import type {Column} from './typeorm-columns.js'
import {check, foreignKey, index, unique} from './typeorm-keys.js'
import {constraintName, optionsOf} from './typeorm-names.js'
import type {TableName} from './typeorm-names.js'

/** All of them; `undefined`: not every one is known. */
export function known<Part>(all: readonly (Part | undefined)[]): Part[] | undefined {
  const found = all.filter((each) => each !== undefined)
  return found.length === all.length ? found : undefined
}

/** `PRIMARY KEY (…)`, with its name where the server keeps that. */
export function primaryKey(
  table: TableName,
  names: readonly Sql[],
  texts: readonly string[],
  given: Expression | undefined,
  whole: Expression,
  translation: Translation
): Sql {
  const sql = sqlFor(whole.node)
  if (translation.dialect !== 'postgres') return sql`PRIMARY KEY (${join(names)})`
  return sql`CONSTRAINT ${constraintName('PK', given, table, texts, whole, translation)} PRIMARY KEY (${join(names)})`
}

/** `ADD COLUMN`, and the keys of the column each by itself. */
export function addColumn(column: Column, table: TableName, whole: Expression, translation: Translation): Sql[] {
  const sql = sqlFor(whole.node)
  const texts = [column.text ?? '']
  const isPostgres = translation.dialect === 'postgres'
  const key = isPostgres ? 'UQ' : 'IDX'
  const own = constraintName(key, undefined, table, texts, whole, translation)
  const uniqueSql = isPostgres
    ? sql`CONSTRAINT ${own} UNIQUE (${column.name})`
    : sql`UNIQUE INDEX ${own} (${column.name})`
  return [
    ...column.before,
    sql`ALTER TABLE ${table.sql} ADD COLUMN ${column.sql}`,
    ...(column.isPrimary
      ? [
          sql`ALTER TABLE ${table.sql} ADD ${primaryKey(table, [column.name], texts, column.keyName, whole, translation)}`
        ]
      : []),
    ...(column.isUnique ? [sql`ALTER TABLE ${table.sql} ADD ${uniqueSql}`] : []),
    ...column.after
  ]
}

/** `createTable(new Table({…}), ifNotExists, createForeignKeys, createIndices)`. */
export function createTable(
  expression: Expression,
  table: TableName,
  [, ifNotExists, createForeignKeys, createIndices]: readonly Expression[],
  whole: Expression,
  translation: Translation
): Sql[] | undefined {
  const options = optionsOf(expression)
  const sql = sqlFor(whole.node)
  const isPostgres = translation.dialect === 'postgres'
  const list = (name: string): Expression[] => {
    const all = optionOf(options, name)
    return (all && elementsOf(all)) ?? []
  }
  const columns = known(list('columns').map((each) => columnOf(each, table, translation)))
  if (columns === undefined || columns.length === 0) return undefined
  const keys = columns.filter(({isPrimary}) => isPrimary)
  const texts = keys.map(({text = ''}) => text)
  const wantsKeys = booleanOf(createForeignKeys) !== false
  const inside = known([
    ...columns.map((column) => column.sql),
    ...columns.filter(({isUnique}) => isUnique).map((column) => uniqueColumn(column, table, whole, translation)),
    ...list('uniques').map((each) => unique(table, each, translation)),
    // MySQL's are left out by TypeORM.
    ...(isPostgres ? list('checks').map((each) => check(table, each, translation)) : []),
    ...(isPostgres ? [] : list('indices').map((each) => index(table, each, translation, true))),
    ...(wantsKeys ? list('foreignKeys').map((each) => foreignKey(table, each, translation)) : []),
    ...(keys.length > 0
      ? [
          primaryKey(
            table,
            keys.map(({name}) => name),
            texts,
            keys[0]?.keyName,
            whole,
            translation
          )
        ]
      : [])
  ])
  const wantsIndexes = isPostgres && booleanOf(createIndices) !== false
  const indexes = known(wantsIndexes ? list('indices').map((each) => index(table, each, translation)) : [])
  if (inside === undefined || indexes === undefined) return undefined
  const comment = optionOf(options, 'comment')
  const words = comment && translation.value(comment)
  const engine = translation.string(optionOf(options, 'engine')) ?? 'InnoDB'
  const rest = isPostgres ? [] : sql` ENGINE=${engine}${words ? sql` COMMENT=${words}` : []}`
  return [
    ...columns.flatMap(({before}) => before),
    [...createTableSql(whole.node, table.sql, inside, booleanOf(ifNotExists) === true), ...rest],
    ...indexes,
    ...(isPostgres && words ? [sql`COMMENT ON TABLE ${table.sql} IS ${words}`] : []),
    ...columns.flatMap(({after}) => after)
  ]
}

/** A column that is unique by itself. */
function uniqueColumn(column: Column, table: TableName, whole: Expression, translation: Translation): Sql {
  const sql = sqlFor(whole.node)
  const name = constraintName('UQ', undefined, table, [column.text ?? ''], whole, translation)
  return translation.dialect === 'postgres'
    ? sql`CONSTRAINT ${name} UNIQUE (${column.name})`
    : sql`UNIQUE INDEX ${name} (${column.name})`
}

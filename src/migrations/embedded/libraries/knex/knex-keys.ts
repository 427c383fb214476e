/** Keys and indexes as Knex's schema builder describes them. */
import type {Expression} from '../../script/scope.js'
import type {Translation} from '../../library.js'
import {createIndexSql} from '../../text/ddl.js'
import {booleanOf, optionOf} from '../../text/names.js'
import {join, sqlFor, textOf} from '../../text/pieces.js'
import type {Sql} from '../../text/pieces.js'

/** A table that is being described. */
export interface Described {
  table: Sql
  /** As names of indexes and constraints begin. */
  prefix: string
  translation: Translation
}

type Write = ReturnType<typeof sqlFor>

/** The name that is given, itself or in options, or the one that Knex gives. */
export function nameFor(
  columns: readonly Sql[],
  suffix: 'index' | 'unique' | 'foreign',
  given: Expression | undefined,
  {prefix, translation}: Described,
  sql: Write
): Sql {
  const named = given && translation.string(given) !== undefined ? given : optionOf(given, 'indexName')
  if (named) return translation.name(named)
  const names = columns.map((name) => textOf(name).replace(/["`]/g, '')).join('_')
  return sql`${translation.quote(`${prefix}_${names}_${suffix}`.replace(/[.-]/g, '_').toLowerCase())}`
}

/** A unique key; on PostgreSQL an index where it asks for one. */
export function uniqueSql(
  sql: Write,
  columns: readonly Sql[],
  given: Expression | undefined,
  described: Described
): Sql {
  const {table, translation} = described
  const name = nameFor(columns, 'unique', given, described, sql)
  if (translation.dialect !== 'postgres') return sql`ALTER TABLE ${table} ADD UNIQUE ${name} (${join(columns)})`
  const isNarrowed = optionOf(given, 'predicate') !== undefined
  if (isNarrowed || booleanOf(optionOf(given, 'useConstraint')) === false) {
    // Which rows it leaves out is written in calls.
    const where = isNarrowed ? ' WHERE (SELECT true)' : ''
    return sql`CREATE UNIQUE INDEX ${name} ON ${table} (${join(columns)})${where}`
  }
  return sql`ALTER TABLE ${table} ADD CONSTRAINT ${name} UNIQUE (${join(columns)})${deferral(sql, optionOf(given, 'deferrable'), described)}`
}

/** An index; `kind`: which one, itself or in options. */
export function indexSql(
  {node}: Expression,
  columns: readonly Sql[],
  given: Expression | undefined,
  kind: Expression | undefined,
  described: Described
): Sql {
  const {table, translation} = described
  const sql = sqlFor(node)
  const name = nameFor(columns, 'index', given, described, sql)
  const text = translation.string(kind)
  const method = translation.string(optionOf(kind, 'storageEngineIndexType'))
  if (translation.dialect !== 'postgres') {
    const type = text ?? translation.string(optionOf(kind, 'indexType'))
    const using = method === undefined ? '' : ` USING ${method}`
    return sql`ALTER TABLE ${table} ADD ${type === undefined ? '' : `${type} `}INDEX ${name} (${join(columns)})${using}`
  }
  const where = optionOf(kind, 'predicate') ? sql`(SELECT true)` : undefined
  return createIndexSql(node, {table, name, columns, method: text ?? method, where})
}

/** A primary key, as it stands in `CREATE TABLE` or after `ADD`. */
export function primarySql(
  sql: Write,
  columns: readonly Sql[],
  given: Expression | undefined,
  described: Described
): Sql {
  const {prefix, translation} = described
  const isNamed = given !== undefined && translation.string(given) !== undefined
  const own = isNamed ? given : optionOf(given, 'constraintName')
  // MySQL takes a name and forgets it.
  if (translation.dialect !== 'postgres') return sql`PRIMARY KEY (${join(columns)})`
  const name = own ? translation.name(own) : sql`${translation.quote(`${prefix}_pkey`)}`
  return sql`CONSTRAINT ${name} PRIMARY KEY (${join(columns)})${deferral(sql, optionOf(given, 'deferrable'), described)}`
}

/** `deferred` and `immediate`, on PostgreSQL. */
export function deferral(sql: Write, when: Expression | undefined, {translation}: Described): Sql {
  const text = translation.string(when)
  if (translation.dialect !== 'postgres' || text === undefined) return []
  return text === 'not deferrable' ? sql` NOT DEFERRABLE` : sql` DEFERRABLE INITIALLY ${text}`
}

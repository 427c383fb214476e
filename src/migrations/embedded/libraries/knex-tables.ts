/** Tables as Knex's schema builder describes them. https://knexjs.org/guide/schema-builder.html#schema-building */
import type {Chain, Link} from '../script/chain.js'
import {linkOf} from '../script/chain.js'
import {chainsIn} from '../script/chains-in.js'
import {resolve} from '../script/scope.js'
import type {Expression} from '../script/scope.js'
import type {Translation} from '../library.js'
import {alterTableSql, columnSql, createIndexSql, createTableSql, dropIndexSql, foreignKeySql} from '../text/ddl.js'
import type {ColumnParts} from '../text/ddl.js'
import {booleanOf, optionOf} from '../text/names.js'
import {join, sqlFor, textOf} from '../text/pieces.js'
import type {Sql} from '../text/pieces.js'
import {knexType} from './knex-types.js'

/** A table that is being described. */
interface Described {
  table: Sql
  /** As names of indexes and constraints begin. */
  prefix: string
  translation: Translation
}

/** What one chain of the description makes: parts of the table, and statements of their own. */
interface Parts {
  /** In the brackets of `CREATE TABLE`, or after `ADD`. */
  adds: Sql[]
  /** Of `ALTER TABLE`. */
  statements: Sql[]
  isKnown: boolean
}

/** `createTable('account', (table) => {…})`. */
export function createTable(
  table: Sql,
  prefix: string,
  callback: Expression,
  ifNotExists: boolean,
  at: Expression,
  translation: Translation
): void {
  const described = {table, prefix, translation}
  const found = chainsIn(callback).map((each) => ({...each, parts: partsOf(each.chain, each.whole, described)}))
  const inside = found.flatMap(({parts}) => parts.adds)
  if (inside.length > 0) translation.send(createTableSql(at.node, table, inside, ifNotExists), at)
  for (const {parts, whole} of found) finish(parts, whole, translation)
}

/** `alterTable('account', (table) => {…})`: columns are added at once, everything else by itself. */
export function alterTable(
  table: Sql,
  prefix: string,
  callback: Expression,
  at: Expression,
  translation: Translation
): void {
  const described = {table, prefix, translation}
  const found = chainsIn(callback).map((each) => ({...each, parts: partsOf(each.chain, each.whole, described)}))
  const adds = found.flatMap(({parts, whole}) => parts.adds.map((add) => sqlFor(whole.node)`ADD COLUMN ${add}`))
  if (adds.length > 0) translation.send(alterTableSql(at.node, table, adds), at)
  for (const {parts, whole} of found) finish(parts, whole, translation)
}

function finish({isKnown, statements}: Parts, whole: Expression, translation: Translation): void {
  if (!isKnown) translation.unknown(whole)
  for (const statement of statements) translation.send(statement, whole)
}

function partsOf(chain: Chain, whole: Expression, described: Described): Parts {
  const [head] = chain.links
  const nothing: Parts = {adds: [], statements: [], isKnown: true}
  if (head?.args === undefined) return {...nothing, isKnown: false}
  if (head.name === 'timestamps') return {...nothing, adds: timestamps(head, whole, described)}
  if (['comment', 'engine', 'charset', 'collate'].includes(head.name)) return nothing
  const statements = alterations(head, whole, chain, described)
  if (statements !== undefined) return {...nothing, statements}
  const [name] = head.args
  const type = (name ?? head.name.endsWith('ncrements')) ? knexType(head, whole, described.translation) : undefined
  if (type === undefined) return {...nothing, isKnown: false}
  return columnParts(chain, name, type, whole, described)
}

function columnParts(
  chain: Chain,
  name: Expression | undefined,
  type: Sql,
  whole: Expression,
  described: Described
): Parts {
  const {table, translation} = described
  const sql = sqlFor(whole.node)
  const column = name ? translation.name(name) : sql`${translation.quote('id')}`
  const {initial, known} = defaultOf(chain, translation)
  const notNull = linkOf(chain, 'notNullable') ? true : linkOf(chain, 'nullable') ? false : undefined
  const parts: ColumnParts = {
    name: column,
    type,
    notNull,
    default: initial,
    primaryKey: linkOf(chain, 'primary') !== undefined
  }
  const statements: Sql[] = []
  if (linkOf(chain, 'alter')) {
    return {adds: [], isKnown: known, statements: alteration(table, parts, whole, translation)}
  }
  const bare = textOf(column).replace(/["`]/g, '')
  const index = linkOf(chain, 'index')
  if (linkOf(chain, 'unique'))
    statements.push(uniqueSql(sql, [column], `${described.prefix}_${bare}_unique`, described))
  if (index) {
    const named = index.args?.[0]
      ? translation.name(index.args[0])
      : sql`${translation.quote(`${described.prefix}_${bare}_index`)}`
    statements.push(createIndexSql(whole.node, {table, name: named, columns: [column]}))
  }
  const key = referenceOf(chain, translation)
  if (key) {
    const named = sql`${translation.quote(`${described.prefix}_${bare}_foreign`)}`
    statements.push(
      sql`ALTER TABLE ${table} ADD ${foreignKeySql(whole.node, {...key, name: named, columns: [column]})}`
    )
  }
  return {adds: [columnSql(whole.node, parts)], statements, isKnown: known}
}

function uniqueSql(
  sql: ReturnType<typeof sqlFor>,
  columns: readonly Sql[],
  name: string | Sql,
  {table, translation}: Described
): Sql {
  const named = typeof name === 'string' ? translation.quote(name) : name
  return translation.dialect === 'postgres'
    ? sql`ALTER TABLE ${table} ADD CONSTRAINT ${named} UNIQUE (${join(columns)})`
    : sql`ALTER TABLE ${table} ADD UNIQUE ${named} (${join(columns)})`
}

function defaultOf(chain: Chain, translation: Translation): {initial: Sql | undefined; known: boolean} {
  const link = linkOf(chain, 'defaultTo')
  const [value] = link?.args ?? []
  if (value === undefined) return {initial: undefined, known: true}
  const known = translation.value(value) ?? rawOf(value, translation)
  return {initial: known, known: known !== undefined}
}

/** `knex.raw('…')`, `knex.fn.now()`, `knex.fn.uuid()`. */
function rawOf(value: Expression, translation: Translation): Sql | undefined {
  const {node, scope} = resolve(value)
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined
  const {property} = node.callee
  const name = property.type === 'Identifier' ? property.name : ''
  const [first] = node.arguments
  const sql = sqlFor(value.node)
  if (name === 'now') return sql`CURRENT_TIMESTAMP`
  if (name === 'uuid') return translation.dialect === 'postgres' ? sql`gen_random_uuid()` : sql`(UUID())`
  return name === 'raw' && first ? translation.text({node: first, scope}) : undefined
}

/** `.references('id').inTable('account').onDelete('CASCADE')`, or `.references('account.id')`. */
function referenceOf(
  chain: Chain,
  translation: Translation
): Omit<Parameters<typeof foreignKeySql>[1], 'columns'> | undefined {
  const references = linkOf(chain, 'references')?.args?.[0]
  if (references === undefined) return undefined
  const inTable = linkOf(chain, 'inTable')?.args?.[0]
  const actions = {
    onDelete: translation.string(linkOf(chain, 'onDelete')?.args?.[0]),
    onUpdate: translation.string(linkOf(chain, 'onUpdate')?.args?.[0])
  }
  if (inTable) return {...actions, table: translation.relation(inTable), references: translation.names(references)}
  const parts = translation.string(references)?.split('.') ?? []
  const column = parts.pop()
  if (column === undefined || parts.length === 0) return undefined
  const sql = sqlFor(references.node)
  return {
    ...actions,
    table: sql`${parts.map(translation.quote).join('.')}`,
    references: [sql`${translation.quote(column)}`]
  }
}

/** What Knex sends for `.alter()`: on PostgreSQL everything about the column, one after another. */
function alteration(table: Sql, column: ColumnParts, {node}: Expression, {dialect}: Translation): Sql[] {
  const sql = sqlFor(node)
  if (dialect !== 'postgres') return [sql`ALTER TABLE ${table} MODIFY ${columnSql(node, column)}`]
  const {name, notNull, type} = column
  const prefix = sql`ALTER TABLE ${table} ALTER COLUMN ${name}`
  return [
    sql`${prefix} DROP DEFAULT`,
    sql`${prefix} DROP NOT NULL`,
    sql`${prefix} TYPE ${type} USING (${name}::${type})`,
    ...(column.default === undefined ? [] : [sql`${prefix} SET DEFAULT ${column.default}`]),
    ...(notNull === true ? [sql`${prefix} SET NOT NULL`] : [])
  ]
}

function timestamps({args = []}: Link, {node}: Expression, {translation}: Described): Sql[] {
  const [useTimestamps, defaultToNow] = args
  const {dialect, quote} = translation
  const type = dialect === 'postgres' ? 'timestamptz' : booleanOf(useTimestamps) === true ? 'timestamp' : 'datetime'
  const isSet = booleanOf(defaultToNow) === true || booleanOf(optionOf(useTimestamps, 'defaultToNow')) === true
  const sql = sqlFor(node)
  const rest = isSet ? ' NOT NULL DEFAULT CURRENT_TIMESTAMP' : ''
  return ['created_at', 'updated_at'].map((name) => sql`${quote(name)} ${type}${rest}`)
}

/** What stands for itself in a description; `undefined`: the head is a type. */
function alterations(head: Link, whole: Expression, chain: Chain, described: Described): Sql[] | undefined {
  const {prefix, table, translation} = described
  const {dialect} = translation
  const [first, second, third] = head.args ?? []
  const sql = sqlFor(whole.node)
  const names = first ? translation.names(first) : []
  const suffixed = (suffix: string): Sql => {
    const given = second && translation.string(second) !== undefined ? second : optionOf(second, 'indexName')
    if (given) return translation.name(given)
    const columns = names.map((name) => textOf(name).replace(/["`]/g, '')).join('_')
    return sql`${translation.quote(`${prefix}_${columns}_${suffix}`.toLowerCase())}`
  }
  switch (head.name) {
    case 'dropColumn':
    case 'dropColumns': {
      const all = (head.args ?? []).flatMap((each) => translation.names(each))
      return [
        alterTableSql(
          whole.node,
          table,
          all.map((name) => sql`DROP COLUMN ${name}`)
        )
      ]
    }
    case 'dropTimestamps':
      return [
        sql`ALTER TABLE ${table} DROP COLUMN ${translation.quote('created_at')}, DROP COLUMN ${translation.quote('updated_at')}`
      ]
    case 'renameColumn':
      return first && second
        ? [sql`ALTER TABLE ${table} RENAME COLUMN ${translation.name(first)} TO ${translation.name(second)}`]
        : undefined
    case 'setNullable':
      return dialect === 'postgres'
        ? names.map((name) => sql`ALTER TABLE ${table} ALTER COLUMN ${name} DROP NOT NULL`)
        : undefined
    case 'dropNullable':
      return dialect === 'postgres'
        ? names.map((name) => sql`ALTER TABLE ${table} ALTER COLUMN ${name} SET NOT NULL`)
        : undefined
    case 'index':
      return [
        createIndexSql(whole.node, {
          table,
          name: suffixed('index'),
          columns: names,
          method: translation.string(optionOf(third, 'storageEngineIndexType'))
        })
      ]
    case 'unique':
      return [uniqueSql(sql, names, suffixed('unique'), described)]
    case 'primary':
      return [
        sql`ALTER TABLE ${table} ADD ${dialect === 'postgres' ? sql`CONSTRAINT ${translation.quote(`${prefix}_pkey`)} ` : ''}PRIMARY KEY (${join(names)})`
      ]
    case 'foreign': {
      const key = referenceOf(chain, translation)
      return (
        key && [
          sql`ALTER TABLE ${table} ADD ${foreignKeySql(whole.node, {...key, name: suffixed('foreign'), columns: names})}`
        ]
      )
    }
    case 'dropIndex':
      return [dropIndexSql(whole.node, dialect, {name: suffixed('index'), table})]
    case 'dropUnique':
      return [
        dialect === 'postgres'
          ? sql`ALTER TABLE ${table} DROP CONSTRAINT ${suffixed('unique')}`
          : sql`ALTER TABLE ${table} DROP INDEX ${suffixed('unique')}`
      ]
    case 'dropForeign':
      return [
        sql`ALTER TABLE ${table} DROP ${dialect === 'postgres' ? 'CONSTRAINT' : 'FOREIGN KEY'} ${suffixed('foreign')}`
      ]
    case 'dropPrimary':
      return [
        dialect === 'postgres'
          ? sql`ALTER TABLE ${table} DROP CONSTRAINT ${first ? translation.name(first) : translation.quote(`${prefix}_pkey`)}`
          : sql`ALTER TABLE ${table} DROP PRIMARY KEY`
      ]
    case 'check': {
      const text = first && translation.text(first)
      return (
        text && [
          sql`ALTER TABLE ${table} ADD ${third ? sql`CONSTRAINT ${translation.name(third)} ` : ''}CHECK (${text})`
        ]
      )
    }
    default:
      return undefined
  }
}

/** Columns as Knex's schema builder describes them. https://knexjs.org/guide/schema-builder.html#column-building */
import type {Chain, Link} from '../../script/chain.js'
import {linkOf} from '../../script/chain.js'
import {elementsOf, resolve} from '../../script/scope.js'
import type {Expression} from '../../script/scope.js'
import type {Translation} from '../../library.js'
import {columnSql, foreignKeySql} from '../../text/ddl.js'
import type {ColumnParts} from '../../text/ddl.js'
import {booleanOf, optionOf, quoteText} from '../../text/names.js'
import {join, sqlFor, textOf} from '../../text/pieces.js'
import type {Sql} from '../../text/pieces.js'
import {deferral, indexSql, nameFor, primarySql, uniqueSql} from './knex-keys.js'
import type {Described} from './knex-keys.js'
import {createEnumeration, isIncrements, knexType} from './knex-types.js'

/** What one chain of a description makes. */
export interface Parts {
  /** Columns, in the brackets of `CREATE TABLE` or after `ADD COLUMN`. */
  adds: readonly Sql[]
  /** Constraints that stand beside them in `CREATE TABLE`. */
  keys?: readonly Sql[]
  /** After the table is made or its columns are added. */
  statements?: readonly Sql[]
  /** Before. */
  types?: readonly Sql[]
  isKnown: boolean
}

const modifiers = new Set([
  'notNullable',
  'notNull',
  'nullable',
  'defaultTo',
  'unsigned',
  'primary',
  'unique',
  'index',
  'references',
  'inTable',
  'onDelete',
  'onUpdate',
  'withKeyName',
  'deferrable',
  'comment',
  'after',
  'first',
  'collate',
  'alter',
  'checkPositive',
  'checkNegative',
  'checkIn',
  'checkNotIn',
  'checkBetween',
  'checkLength',
  'checkRegex'
])

const unsaidOfIncrements = new Set([
  'notNullable',
  'notNull',
  'nullable',
  'defaultTo',
  'unsigned',
  'primary',
  'collate',
  'after',
  'first'
])

/** A column with what is said of it in the same chain; `isKnown` is `false` where something is that is not known. */
export function columnParts(given: Chain, whole: Expression, described: Described): Parts {
  const {table, translation} = described
  const chain = saidOf(given)
  const [head, ...links] = chain.links
  const name = head?.args?.[0]
  const type = head && (name ?? isIncrements(head.name)) ? knexType(head, whole, translation) : undefined
  if (head === undefined || type === undefined) return {adds: [], isKnown: false}
  const sql = sqlFor(whole.node)
  const column = name ? translation.name(name) : sql`${translation.quote('id')}`
  const {initial, known} = defaultOf(chain, translation)
  const extras = links.map((link) => extraOf(link, column, translation))
  const isKnown = known && links.every((link, index) => modifiers.has(link.name) && extras[index] !== undefined)
  const unsigned = linkOf(chain, 'unsigned') && translation.dialect !== 'postgres' ? ' unsigned' : ''
  const parts: ColumnParts = {
    name: column,
    type: sql`${type}${unsigned}`,
    notNull: linkOf(chain, 'notNullable', 'notNull') ? true : linkOf(chain, 'nullable') ? false : undefined,
    default: initial,
    ...(isIncrements(head.name) ? counting(head, translation) : {}),
    end: extras.flatMap((extra) => extra ?? [])
  }
  const alter = linkOf(chain, 'alter')
  if (alter) return {adds: [], isKnown, statements: alteration(table, parts, alter, whole, translation)}
  const created = createEnumeration(head, translation)
  return {
    adds: [columnSql(whole.node, parts)],
    keys: linkOf(chain, 'primary') ? [primarySql(sql, [column], linkOf(chain, 'primary')?.args?.[0], described)] : [],
    statements: [...keysOf(chain, column, whole, described), ...commentOf(chain, column, sql, described)],
    types: created ? [created] : [],
    isKnown
  }
}

/** Without what Knex does not say of a column that counts. */
function saidOf(chain: Chain): Chain {
  const [head, ...links] = chain.links
  if (head === undefined || !isIncrements(head.name)) return chain
  return {...chain, links: [head, ...links.filter(({name}) => !unsaidOfIncrements.has(name))]}
}

/** `increments('id')`, with a key unless `{primaryKey: false}`; without one MySQL's does not even count. */
function counting({args = []}: Link, {dialect}: Translation): Partial<ColumnParts> {
  const isKey = booleanOf(optionOf(args[1], 'primaryKey')) !== false
  return {primaryKey: isKey, autoIncrement: isKey && dialect !== 'postgres'}
}

function keysOf(chain: Chain, column: Sql, whole: Expression, described: Described): Sql[] {
  const {table} = described
  const sql = sqlFor(whole.node)
  const unique = linkOf(chain, 'unique')
  const index = linkOf(chain, 'index')
  const key = referenceOf(chain, described.translation)
  const named = linkOf(chain, 'withKeyName')?.args?.[0]
  const name = named ? described.translation.name(named) : nameFor([column], 'foreign', undefined, described, sql)
  return [
    ...(unique ? [uniqueSql(sql, [column], unique.args?.[0], described)] : []),
    ...(index ? [indexSql(whole, [column], index.args?.[0], index.args?.[1], described)] : []),
    ...(key
      ? [
          sql`ALTER TABLE ${table} ADD ${foreignKeySql(whole.node, {...key, name, columns: [column]})}${deferral(sql, linkOf(chain, 'deferrable')?.args?.[0], described)}`
        ]
      : [])
  ]
}

/** On MySQL it stands beside the column. */
function commentOf(
  chain: Chain,
  column: Sql,
  sql: ReturnType<typeof sqlFor>,
  {table, translation}: Described
): readonly Sql[] {
  const comment = linkOf(chain, 'comment')?.args?.[0]
  const text = comment && translation.value(comment)
  return translation.dialect === 'postgres' && text ? [sql`COMMENT ON COLUMN ${table}.${column} IS ${text}`] : []
}

/** What stands behind a column; `undefined`: nobody knows. */
function extraOf({args = [], name: link, node}: Link, column: Sql, translation: Translation): Sql | undefined {
  const {dialect} = translation
  const [first, second, third] = args
  const sql = sqlFor(node)
  const value = (expression: Expression | undefined): Sql | undefined => expression && translation.value(expression)
  const check = (condition: Sql, name: Expression | undefined): Sql => {
    const named = translation.string(name)
    return sql`${named === undefined ? '' : ` CONSTRAINT ${named}`} CHECK (${condition})`
  }
  switch (link) {
    case 'after':
      return dialect === 'postgres' ? [] : first && sql` AFTER ${translation.name(first)}`
    case 'first':
      return dialect === 'postgres' ? [] : sql` FIRST`
    case 'collate':
      return dialect === 'postgres' ? [] : sql` COLLATE ${value(first) ?? []}`
    case 'comment':
      return dialect === 'postgres' ? [] : sql` COMMENT ${value(first) ?? []}`
    case 'checkPositive':
      return check(sql`${column} > 0`, first)
    case 'checkNegative':
      return check(sql`${column} < 0`, first)
    case 'checkIn':
    case 'checkNotIn': {
      const values = first && elementsOf(first)?.map((each) => value(each) ?? [])
      return values && check(sql`${column} ${link === 'checkIn' ? 'IN' : 'NOT IN'} (${join(values)})`, second)
    }
    case 'checkBetween': {
      const [from, to] = (first && elementsOf(first)?.map(value)) ?? []
      return from && to && check(sql`${column} BETWEEN ${from} AND ${to}`, second)
    }
    case 'checkLength': {
      const limit = value(second)
      return limit && check(sql`length(${column}) ${translation.string(first) ?? '='} ${limit}`, third)
    }
    case 'checkRegex': {
      const pattern = value(first)
      return pattern && check(sql`${column} ${dialect === 'postgres' ? '~' : 'REGEXP'} ${pattern}`, second)
    }
    default:
      return []
  }
}

function defaultOf(chain: Chain, translation: Translation): {initial: Sql | undefined; known: boolean} {
  const [value] = linkOf(chain, 'defaultTo')?.args ?? []
  if (value === undefined) return {initial: undefined, known: true}
  const known = plainDefault(value, translation) ?? rawOf(value, translation)
  return {initial: known, known: known !== undefined}
}

/** Numbers and truth values are sent as texts. */
function plainDefault(value: Expression, translation: Translation): Sql | undefined {
  const {node} = resolve(value)
  const sql = sqlFor(value.node)
  const {dialect} = translation
  if (node.type === 'BooleanLiteral')
    return sql`'${dialect === 'postgres' ? String(node.value) : node.value ? '1' : '0'}'`
  if (node.type === 'NumericLiteral') return sql`'${String(node.value)}'`
  if (node.type === 'ObjectExpression' || node.type === 'ArrayExpression') {
    // As JSON: which one it is matters to nobody else.
    const text = quoteText(node.type === 'ObjectExpression' ? '{}' : '[]', dialect)
    return dialect === 'postgres' ? sql`${text}` : sql`(${text})`
  }
  return translation.value(value)
}

/** `knex.raw('…')`, `knex.fn.now()`, `knex.fn.uuid()`. */
function rawOf(value: Expression, translation: Translation): Sql | undefined {
  const {node, scope} = resolve(value)
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined
  const {property} = node.callee
  const name = property.type === 'Identifier' ? property.name : ''
  const [first] = node.arguments
  const sql = sqlFor(value.node)
  const given = first && {node: first, scope}
  if (name === 'now') {
    const digits = given && translation.value(given)
    return digits ? sql`CURRENT_TIMESTAMP(${digits})` : sql`CURRENT_TIMESTAMP`
  }
  if (name === 'uuid') return translation.dialect === 'postgres' ? sql`(gen_random_uuid())` : sql`(UUID())`
  return name === 'raw' && given ? translation.text(given) : undefined
}

/** `.references('id').inTable('account').onDelete('CASCADE')`, or `.references('account.id')`. */
export function referenceOf(
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
function alteration(
  table: Sql,
  column: ColumnParts,
  {args = []}: Link,
  {node}: Expression,
  {dialect}: Translation
): Sql[] {
  const sql = sqlFor(node)
  if (dialect !== 'postgres') return [sql`ALTER TABLE ${table} MODIFY ${columnSql(node, column)}`]
  const {name, notNull, type} = column
  const [options] = args
  const altersNull = booleanOf(optionOf(options, 'alterNullable')) !== false
  const altersType = booleanOf(optionOf(options, 'alterType')) !== false
  const prefix = sql`ALTER TABLE ${table} ALTER COLUMN ${name}`
  // A type with a condition of its own is the text below.
  const bare = textOf(type).startsWith('text CHECK') ? sql`text` : type
  return [
    sql`${prefix} DROP DEFAULT`,
    ...(altersNull ? [sql`${prefix} DROP NOT NULL`] : []),
    ...(altersType ? [sql`${prefix} TYPE ${bare} USING (${name}::${bare})`] : []),
    ...(column.default === undefined ? [] : [sql`${prefix} SET DEFAULT ${column.default}`]),
    ...(altersNull && notNull === true ? [sql`${prefix} SET NOT NULL`] : [])
  ]
}

/** Indexes of node-pg-migrate. */
import {entriesOf, resolve} from '../../script/scope.js'
import type {Expression} from '../../script/scope.js'
import type {Translation} from '../../library.js'
import {booleanOf, optionOf} from '../../text/names.js'
import {join, sqlFor} from '../../text/pieces.js'
import type {Sql} from '../../text/pieces.js'
import {flag, knowsAll, listOf, nameIn, relation} from './node-pg-migrate-options.js'

/** `CREATE INDEX`; `undefined`: something about it is not known. */
export function createIndex(
  table: Expression,
  columns: Expression,
  options: Expression | undefined,
  {node}: Expression,
  translation: Translation
): Sql[] | undefined {
  const known = ['name', 'unique', 'concurrently', 'ifNotExists', 'where', 'method', 'include']
  const name = indexName(table, columns, options, translation)
  const elements = listOf(columns).map((column) => elementOf(column, translation))
  if (name === undefined || !knowsAll(options, known) || !elements.every((each) => each !== undefined)) return undefined

  const sql = sqlFor(node)
  const method = translation.string(optionOf(options, 'method'))
  const include = optionOf(options, 'include')
  const where = optionOf(options, 'where')
  const condition = where && translation.text(where)
  if (where && !condition) return undefined
  const words = `CREATE${flag(options, 'unique', ' UNIQUE')} INDEX${flag(options, 'concurrently', ' CONCURRENTLY')}`
  return [
    sql`${words} ${flag(options, 'ifNotExists', 'IF NOT EXISTS ')}${name} ON ${relation(table, translation)}${
      method === undefined ? '' : ` USING ${method}`
    } (${join(elements)})${include ? sql` INCLUDE (${join(translation.names(include))})` : []}${
      condition ? sql` WHERE ${condition}` : []
    }`
  ]
}

/** `DROP INDEX`; `undefined`: nobody knows which. */
export function dropIndex(
  table: Expression,
  columns: Expression,
  options: Expression | undefined,
  {node}: Expression,
  translation: Translation
): Sql[] | undefined {
  const name = indexName(table, columns, options, translation, true)
  const known = ['name', 'unique', 'concurrently', 'ifExists', 'cascade']
  if (name === undefined || !knowsAll(options, known)) return undefined
  const words = `DROP INDEX ${flag(options, 'concurrently', 'CONCURRENTLY ')}${flag(options, 'ifExists', 'IF EXISTS ')}`
  return [sqlFor(node)`${words}${name}${flag(options, 'cascade', ' CASCADE')}`]
}

/** The one that is given, else made of the table and the columns. */
function indexName(
  table: Expression,
  columns: Expression,
  options: Expression | undefined,
  translation: Translation,
  withSchema = false
): Sql | undefined {
  const given = optionOf(options, 'name')
  const named = given && translation.string(given)
  if (given && named === undefined) return undefined
  const parts = listOf(columns).map((column) => {
    const name = translation.string(optionOf(resolve(column), 'name') ?? column)
    return name !== undefined && isExpression(name) ? parenthesized(name) : name
  })
  const base = nameIn(table, translation)
  if (named === undefined && (base === undefined || parts.includes(undefined))) return undefined
  const suffix = booleanOf(optionOf(options, 'unique')) === true ? 'unique_index' : 'index'
  const name = named ?? [base, ...parts, suffix].join('_')
  return withSchema ? relation(table, translation, name) : sqlFor((given ?? columns).node)`${translation.quote(name)}`
}

/** A column, an expression, or `{name, opclass, sort}`. */
function elementOf(expression: Expression, translation: Translation): Sql | undefined {
  const options = resolve(expression)
  const sql = sqlFor(expression.node)
  const isDescribed = entriesOf(options) !== undefined
  const named = isDescribed ? optionOf(options, 'name') : expression
  const name = named && translation.string(named)
  if (named === undefined || name === undefined) return undefined
  if (isDescribed && !knowsAll(options, ['name', 'opclass', 'sort'])) return undefined
  const opclass = optionOf(options, 'opclass')
  const sort = translation.string(optionOf(options, 'sort'))
  const own = isExpression(name) ? sql`${parenthesized(name)}` : translation.name(named)
  return sql`${own}${isDescribed && opclass ? sql` ${relation(opclass, translation)}` : []}${
    isDescribed && sort !== undefined ? ` ${sort}` : ''
  }`
}

function isExpression(name: string): boolean {
  return /[^\w".]/.test(name)
}

function parenthesized(text: string): string {
  return `(${text})`
}

/**
 * Knex: `knex.raw`, `knex.schema.raw`, and the schema builder.
 * https://knexjs.org/guide/schema-builder.html
 */
import {linkOf} from '../../script/chain.js'
import {chainsIn} from '../../script/chains-in.js'
import type {Chain, Link} from '../../script/chain.js'
import {propertyOf, resolve} from '../../script/scope.js'
import type {Expression} from '../../script/scope.js'
import {sendTransaction} from '../../library.js'
import type {Library, Translation} from '../../library.js'
import {booleanOf} from '../../text/names.js'
import {rangeOf, sqlFor} from '../../text/pieces.js'
import type {Sql} from '../../text/pieces.js'
import {boundText} from './knex-raw.js'
import {alterTable, createTable} from './knex-tables.js'
import {alterView, createView} from './knex-views.js'

/** Of queries that change nothing. */
const reads = new Set(['select', 'first', 'count', 'countDistinct', 'min', 'max', 'sum', 'avg', 'pluck', 'columnInfo'])

const ofSchema = new Set(['hasTable', 'hasColumn', 'toString', 'toSQL', 'toQuery'])

/** Of the client itself: they send nothing. */
const settings = new Set([
  'fn',
  'ref',
  'on',
  'once',
  'removeListener',
  'removeAllListeners',
  'initialize',
  'destroy',
  'commit',
  'rollback',
  'isCompleted',
  'isTransaction',
  'queryBuilder',
  'withUserParams',
  'refresh'
])

/** Of `knex.migrate` and `knex.client`. */
const looks = /^(?:list|status|currentVersion)$/
const connects = /query|raw|acquire|release|runner|transaction|stream|processResponse/i

const changes = ['insert', 'update', 'del', 'delete', 'truncate', 'batchInsert', 'increment', 'decrement', 'upsert']

export const knex: Library = {
  receivers: ['knex', 'trx'],
  // `export const config = {transaction: false}`
  asksForNone(_up, exported) {
    const config = exported('config')
    const transaction = config && propertyOf(resolve(config), 'transaction')
    return transaction !== undefined && booleanOf(transaction) === false
  },
  kept,
  chain(chain, translation, whole) {
    const {links, rootArgs} = chain
    const raw = linkOf(chain, 'raw')
    const [first] = links
    if (raw?.args && (first === raw || first?.name === 'schema') && links.indexOf(raw) <= 1) {
      sendRaw(raw.args, whole, translation)
      return true
    }
    const transaction = linkOf(chain, 'transaction', 'transactionProvider', 'savepoint')
    if (transaction?.args) {
      sendTransaction(transaction.args, whole, translation)
      return true
    }
    if (first?.name === 'schema') {
      translateSchema(links.slice(1), whole, translation)
      return true
    }
    if (first?.name === 'migrate' || first?.name === 'seed') {
      return links.some(({name}) => looks.test(name)) ? 'inside' : false
    }
    if (first?.name === 'client') return links.some(({args, name}) => args && connects.test(name)) ? false : 'inside'
    if (rootArgs === undefined && first && settings.has(first.name)) return 'inside'
    const table = rootArgs?.[0] ?? linkOf(chain, 'table', 'from', 'into')?.args?.[0]
    return sendQuery(table, chain, whole, translation)
  }
}

/** `await knex.transaction()`, of which the script commits itself, and what says only which rows, or where. */
function kept(links: readonly Link[], rootArgs?: readonly Expression[]): readonly Link[] | undefined {
  const [first] = links
  const last = links.at(-1)
  if (last?.name === 'transaction' || (last === first && first?.name === 'withUserParams')) return []
  if (first?.name === 'schema') return links.slice(1).every(({name}) => name === 'withSchema') ? links : undefined
  const isBuilt = rootArgs !== undefined || links.some(({name}) => /^(?:table|from|into|queryBuilder)$/.test(name))
  return isBuilt && !links.some(({name}) => changes.includes(name)) ? links : undefined
}

/** A text with its bindings, or one of which nothing is known. */
function sendRaw(args: readonly Expression[], whole: Expression, translation: Translation): void {
  const sql = boundText(args, translation)
  if (sql === undefined) translation.unknown(whole)
  else translation.send(sql, whole)
}

function translateSchema(links: readonly Link[], whole: Expression, translation: Translation): void {
  const schema = links.find(({name}) => name === 'withSchema')?.args?.[0]
  for (const link of links) {
    const [first, second] = link.args ?? []
    const at = {node: link.node, scope: whole.scope}
    const sql = sqlFor(nameRange(link))
    if (link.name === 'withSchema' || ofSchema.has(link.name) || link.args === undefined) continue
    if (first === undefined) {
      translation.unknown(at)
      continue
    }
    const table = translation.relation(first, schema)
    switch (link.name) {
      case 'createTable':
      case 'createTableIfNotExists':
        if (second)
          createTable(table, textFor(first, translation), second, link.name !== 'createTable', at, translation)
        break
      case 'table':
      case 'alterTable':
        if (second) alterTable(table, textFor(first, translation), second, at, translation)
        break
      case 'dropTable':
      case 'dropTableIfExists':
        translation.send(sql`DROP TABLE ${link.name === 'dropTable' ? '' : 'IF EXISTS '}${table}`, at)
        break
      case 'renameTable':
        if (second) translation.send(sql`ALTER TABLE ${table} RENAME TO ${translation.name(second)}`, at)
        break
      case 'createSchema':
      case 'createSchemaIfNotExists':
        translation.send(sql`CREATE SCHEMA ${link.name === 'createSchema' ? '' : 'IF NOT EXISTS '}${table}`, at)
        break
      case 'createTableLike':
        if (second) translation.send(likeSql(table, translation.relation(second), sql, translation), at)
        break
      case 'createView':
      case 'createViewOrReplace':
      case 'createMaterializedView':
        createView(link, table, at, translation)
        break
      case 'alterView':
        if (second) alterView(table, second, at, translation)
        break
      case 'renameView':
        if (second) {
          const isPostgres = translation.dialect === 'postgres'
          const other = translation.name(second)
          translation.send(
            isPostgres ? sql`ALTER VIEW ${table} RENAME TO ${other}` : sql`RENAME TABLE ${table} TO ${other}`,
            at
          )
        }
        break
      case 'dropView':
      case 'dropViewIfExists':
      case 'dropMaterializedView':
      case 'dropMaterializedViewIfExists':
      case 'dropSchema':
      case 'dropSchemaIfExists': {
        const what = /Schema|MaterializedView|View/.exec(link.name)?.[0] ?? ''
        const cascade = booleanOf(second) === true ? ' CASCADE' : ''
        const words = {Schema: 'SCHEMA', View: 'VIEW', MaterializedView: 'MATERIALIZED VIEW'}[what] ?? ''
        translation.send(sql`DROP ${words} ${link.name.endsWith('IfExists') ? 'IF EXISTS ' : ''}${table}${cascade}`, at)
        break
      }
      case 'refreshMaterializedView': {
        const concurrently = booleanOf(second) === true ? 'CONCURRENTLY ' : ''
        translation.send(sql`REFRESH MATERIALIZED VIEW ${concurrently}${table}`, at)
        break
      }
      case 'createExtension':
      case 'createExtensionIfNotExists':
        translation.send(
          sql`CREATE EXTENSION ${link.name === 'createExtension' ? '' : 'IF NOT EXISTS '}${translation.name(first)}`,
          at
        )
        break
      case 'raw':
        sendRaw(link.args, at, translation)
        break
      default:
        translation.unknown(at, `.${link.name}(…)`)
    }
  }
}

function likeSql(table: Sql, model: Sql, sql: ReturnType<typeof sqlFor>, {dialect}: Translation): Sql {
  return dialect === 'postgres'
    ? sql`CREATE TABLE ${table} (LIKE ${model} INCLUDING ALL)`
    : sql`CREATE TABLE ${table} LIKE ${model}`
}

/** From the beginning of the arguments: the chain before them speaks of something else. */
function nameRange({args = [], node}: Link): {start: number; end: number} {
  const {end, start} = rangeOf(node)
  return {start: args[0] ? rangeOf(args[0].node).start : start, end}
}

/** The name that constraints and indexes are called after. */
function textFor(table: Expression, {string}: Translation): string {
  return string(table) ?? 'table'
}

/** `knex('account').update(…)` and the like: only whether all rows are meant counts. */
function sendQuery(table: Expression | undefined, chain: Chain, whole: Expression, translation: Translation): boolean {
  const change = linkOf(chain, ...changes)
  if (change === undefined) {
    // `with('moved', (query) => query.from('account').del())`
    const isChange = chain.links.some(
      ({args, name}) =>
        name.startsWith('with') &&
        args?.some((argument) => chainsIn(argument).some((found) => linkOf(found.chain, ...changes)))
    )
    if (isChange) translation.unknown(whole)
    return isChange || table !== undefined || chain.links.some(({name}) => reads.has(name))
  }
  const target = change.name === 'batchInsert' ? change.args?.[0] : table
  if (target === undefined || change.name === 'upsert') {
    translation.unknown(whole)
    return true
  }
  const sql = sqlFor(whole.node)
  const name = translation.relation(target)
  const isNarrowed = chain.links.some(({name: link}) => /^(?:and|or)?where/i.test(link))
  const where = isNarrowed ? ' WHERE (SELECT true)' : ''
  switch (change.name) {
    case 'insert':
    case 'batchInsert':
      // Which rows matters to nobody else.
      translation.send(
        sql`INSERT INTO ${name} ${translation.dialect === 'postgres' ? 'DEFAULT VALUES' : 'VALUES ()'}`,
        whole
      )
      break
    case 'truncate':
      translation.send(sql`TRUNCATE ${name}`, whole)
      break
    case 'del':
    case 'delete':
      translation.send(sql`DELETE FROM ${name}${where}`, whole)
      break
    default: {
      const columns = columnsOf(change, translation)
      if (columns.length === 0) translation.unknown(whole)
      else
        translation.send(
          sql`UPDATE ${name} SET ${columns.map((column) => `${column} = ${column}`).join(', ')}${where}`,
          whole
        )
    }
  }
  return true
}

function columnsOf({args = []}: Link, {quote, string}: Translation): string[] {
  const [first] = args
  if (first === undefined) return []
  const named = string(first)
  if (named !== undefined) return [quote(named)]
  const {node} = resolve(first)
  if (node.type !== 'ObjectExpression') return []
  return node.properties.flatMap((property) =>
    property.type === 'ObjectProperty' && property.key.type === 'Identifier' ? [quote(property.key.name)] : []
  )
}

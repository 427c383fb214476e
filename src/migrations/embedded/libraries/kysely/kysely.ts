/**
 * Kysely: the template `sql`, and the schema builder.
 * https://kysely-org.github.io/kysely-apidoc/classes/SchemaModule.html
 */
import type {Chain, Link} from '../../script/chain.js'
import {chainOf, linkOf} from '../../script/chain.js'
import {chainsIn} from '../../script/chains-in.js'
import {elementsOf, resolve} from '../../script/scope.js'
import type {Expression} from '../../script/scope.js'
import type {Library, Translation} from '../../library.js'
import {sendText} from '../../library.js'
import {createIndexSql, createTableSql, dropIndexSql} from '../../text/ddl.js'
import {join, sqlFor} from '../../text/pieces.js'
import type {Sql} from '../../text/pieces.js'
import {alterTable} from './kysely-alter.js'
import {columnOf, constraintOf, expressionOf, indexedIn} from './kysely-columns.js'
import {hasTag, substituteIn} from '../tagged.js'

/** Links that say something of all that comes after them. */
const ofAll = new Set(['withSchema', 'withTables', 'withPlugin', 'withoutPlugins'])
const reads = ['selectFrom', 'selectNoFrom', 'introspection', 'destroy', 'fn', 'dynamic', 'isTransaction', 'case']
const changes = ['updateTable', 'deleteFrom', 'insertInto', 'mergeInto', 'replaceInto']

export const kysely: Library = {
  receivers: ['db', 'trx', 'tx', 'sql', 'kysely'],
  kept(links) {
    const isSent = links.some(({name}) => name.startsWith('execute'))
    if (links[0]?.name === 'startTransaction') return isSent ? [] : undefined
    if (links.every(({name}) => ofAll.has(name))) return links
    // Changes of rows were taken for sent.
    return links.some(({name}) => name === 'schema') && !isSent ? links : undefined
  },
  chain(chain, translation, whole) {
    const [first] = chain.links
    const [query] = linkOf(chain, 'executeQuery')?.args ?? []
    if (query) return sendCompiled(query, whole, translation)
    if (first?.name === 'raw' && first.args) {
      sendText(first.args[0], whole, translation)
      return true
    }
    const opened = linkOf(chain, 'transaction', 'connection')
    const callback = opened && linkOf(chain, 'execute')?.args?.[0]
    if (callback) {
      if (opened.name === 'transaction') translation.transaction(callback, whole)
      else translation.walk(callback, whole)
      return true
    }
    if (linkOf(chain, 'startTransaction') && linkOf(chain, 'execute')) {
      translation.begin()
      return true
    }
    const schemaAt = chain.links.findIndex(({name}) => !ofAll.has(name))
    if (chain.links[schemaAt]?.name === 'schema') {
      translateSchema(chain, whole, translation)
      return true
    }
    return translateQuery(chain, whole, translation)
  },
  keepsTemplates: true,
  template(whole, translation) {
    if (!hasTag(whole, 'sql')) return false
    sendText(whole, whole, translation, substituteIn(translation))
    return true
  }
}

/** What `executeQuery` is given: a text, or what a builder has made. */
function sendCompiled(query: Expression, whole: Expression, translation: Translation): boolean | 'inside' {
  const compiled = resolve(query)
  const chain = chainOf(compiled)
  if (chain?.root.node.type === 'Identifier' && chain.root.node.name === 'CompiledQuery') {
    sendText(linkOf(chain, 'raw')?.args?.[0], whole, translation)
    return true
  }
  if (chain && linkOf(chain, 'schema')) {
    const links = chain.links.filter(({name}) => name !== 'compile')
    sendSchema(links, compiled, translation)
    return true
  }
  const root = chain && resolve(chain.root)
  const isTemplate = root?.node.type === 'TaggedTemplateExpression'
  if (isTemplate && chain?.root.node.type === 'Identifier') {
    sendText(root, whole, translation, substituteIn(translation))
    return true
  }
  const isOfRows = chain?.links.some(({name}) => changes.includes(name) || reads.includes(name)) === true
  // Changes of rows, and templates that are compiled, were taken for sent where they stand.
  return isTemplate || isOfRows ? 'inside' : false
}

/** Whose rows are changed, and whether all of them. */
function translateQuery(chain: Chain, whole: Expression, translation: Translation): boolean | 'inside' {
  const change = linkOf(chain, ...changes)
  const [target] = change?.args ?? []
  if (change === undefined || target === undefined) {
    const isChange = chain.links.some(
      ({args, name}) =>
        name.startsWith('with') &&
        args?.some((argument) => chainsIn(argument).some((found) => linkOf(found.chain, ...changes)))
    )
    return !isChange && chain.links.some(({name}) => reads.includes(name) || ofAll.has(name))
  }
  if (change.name === 'mergeInto' || change.name === 'replaceInto') {
    translation.unknown(whole)
    return true
  }
  const sql = sqlFor(whole.node)
  const table = translation.relation(target)
  const where = chain.links.some(({name}) => name.startsWith('where')) ? ' WHERE (SELECT true)' : ''
  if (change.name === 'insertInto') {
    // Which rows matters to nobody else.
    translation.send(
      sql`INSERT INTO ${table} ${translation.dialect === 'postgres' ? 'DEFAULT VALUES' : 'VALUES ()'}`,
      whole
    )
  } else if (change.name === 'deleteFrom') translation.send(sql`DELETE FROM ${table}${where}`, whole)
  else {
    const columns = chain.links.filter(({name}) => name === 'set').flatMap((link) => columnsSet(link, translation))
    if (columns.length === 0) translation.unknown(whole)
    else
      translation.send(
        sql`UPDATE ${table} SET ${columns.map((column) => `${column} = ${column}`).join(', ')}${where}`,
        whole
      )
  }
  return true
}

function columnsSet({args = []}: Link, {quote, string}: Translation): string[] {
  const [first] = args
  const named = string(first)
  if (named !== undefined) return [quote(named)]
  const node = first && resolve(first).node
  if (node?.type !== 'ObjectExpression') return []
  return node.properties.flatMap((property) =>
    property.type === 'ObjectProperty' && property.key.type === 'Identifier' ? [quote(property.key.name)] : []
  )
}

function translateSchema(chain: Chain, whole: Expression, translation: Translation): void {
  // A builder that nobody executes sends nothing.
  if (chain.links.some(({name}) => name.startsWith('execute'))) sendSchema(chain.links, whole, translation)
}

function sendSchema(links: readonly Link[], whole: Expression, translation: Translation): void {
  const schema = links.find(({name}) => name === 'withSchema')?.args?.[0]
  const at = links.findIndex(({args, name}) => args !== undefined && !ofAll.has(name))
  const [head, ...rest] = links.slice(at).filter(({name}) => !name.startsWith('execute'))
  const statements = head && translate(head, rest, schema, whole, translation)
  if (statements === undefined) translation.unknown(whole)
  else for (const statement of statements) translation.send(statement, whole)
}

function translate(
  head: Link,
  rest: readonly Link[],
  schema: Expression | undefined,
  whole: Expression,
  translation: Translation
): Sql[] | undefined {
  const [first] = head.args ?? []
  if (first === undefined) return undefined
  const sql = sqlFor(whole.node)
  const has = (name: string): boolean => rest.some((link) => link.name === name)
  const name = translation.relation(first, schema)
  const ifExists = has('ifExists') ? 'IF EXISTS ' : ''
  const cascade = has('cascade') ? ' CASCADE' : ''
  switch (head.name) {
    case 'createTable':
      return createTable(name, rest, whole, translation)
    case 'alterTable':
      return alterTable(name, rest, whole, translation)
    case 'dropTable':
    case 'dropView':
    case 'dropSchema':
    case 'dropType': {
      const what = `${has('materialized') ? 'MATERIALIZED ' : ''}${head.name.slice(4).toUpperCase()}`
      return [sql`DROP ${what} ${ifExists}${name}${cascade}`]
    }
    case 'refreshMaterializedView': {
      // Each of them takes the other back.
      const last = rest.findLast((link) => ['concurrently', 'withNoData'].includes(link.name))?.name
      const noData = last === 'withNoData' ? ' WITH NO DATA' : ''
      return [sql`REFRESH MATERIALIZED VIEW ${last === 'concurrently' ? 'CONCURRENTLY ' : ''}${name}${noData}`]
    }
    case 'createSchema':
      return [sql`CREATE SCHEMA ${has('ifNotExists') ? 'IF NOT EXISTS ' : ''}${name}`]
    case 'createType': {
      const list = rest.find((link) => link.name === 'asEnum')?.args?.[0]
      const values = list && elementsOf(list)?.map((value) => translation.value(value) ?? [])
      return values && [sql`CREATE TYPE ${name} AS ENUM (${join(values)})`]
    }
    case 'createIndex':
      return createIndex(translation.name(first), rest, schema, whole, translation)
    case 'dropIndex': {
      const table = rest.find((link) => link.name === 'on')?.args?.[0]
      const drop = dropIndexSql(whole.node, translation.dialect, {
        name,
        table: table && translation.relation(table, schema),
        ifExists: has('ifExists')
      })
      return [[...drop, ...sql`${cascade}`]]
    }
    default:
      return undefined
  }
}

function known(all: readonly (Sql | undefined)[]): Sql[] | undefined {
  return all.every((each) => each !== undefined) ? [...all] : undefined
}

function createTable(
  table: Sql,
  links: readonly Link[],
  {node}: Expression,
  translation: Translation
): Sql[] | undefined {
  const sql = sqlFor(node)
  const find = (wanted: string): Link | undefined => links.find(({name}) => name === wanted)
  const ofTable = ['ifNotExists', 'temporary', 'onCommit', 'modifyEnd']
  const parts = known(links.filter(({name}) => !ofTable.includes(name)).map((link) => addition(link, [], translation)))
  if (parts === undefined || parts.length === 0) return undefined
  const onCommit = translation.string(find('onCommit')?.args?.[0])
  const given = find('modifyEnd')?.args?.[0]
  const modified = given && expressionOf(given, translation)
  if (given && modified === undefined) return undefined
  const end = [
    ...(onCommit === undefined ? [] : sql` ON COMMIT ${onCommit}`),
    ...(modified === undefined ? [] : sql` ${modified}`)
  ]
  if (find('temporary')) {
    return [sql`CREATE TEMPORARY TABLE ${find('ifNotExists') ? 'IF NOT EXISTS ' : ''}${table} (${join(parts)})${end}`]
  }
  return [[...createTableSql(node, table, parts, find('ifNotExists') !== undefined), ...end]]
}

/** A column or a constraint. */
function addition(link: Link, behind: readonly Link[], translation: Translation): Sql | undefined {
  return link.name === 'addColumn' ? columnOf(link, translation) : constraintOf(link, behind, translation)
}

function createIndex(
  name: Sql,
  links: readonly Link[],
  schema: Expression | undefined,
  {node}: Expression,
  translation: Translation
): Sql[] | undefined {
  const argument = (wanted: string): Expression | undefined => links.find((link) => link.name === wanted)?.args?.[0]
  const has = (wanted: string): boolean => links.some((link) => link.name === wanted)
  const on = argument('on')
  const columns = indexedIn(links, translation)
  if (on === undefined || columns.length === 0) return undefined
  const sql = sqlFor(node)
  const table = translation.relation(on, schema)
  const method = translation.string(argument('using'))
  if (translation.dialect !== 'postgres' && method !== undefined) {
    return [sql`CREATE ${has('unique') ? 'UNIQUE ' : ''}INDEX ${name} USING ${method} ON ${table} (${join(columns)})`]
  }
  const index = createIndexSql(node, {
    table,
    name,
    columns,
    unique: has('unique'),
    ifNotExists: has('ifNotExists'),
    method
  })
  const nulls = translation.dialect === 'postgres' && has('nullsNotDistinct') ? ' NULLS NOT DISTINCT' : ''
  // Which rows it leaves out is written in calls.
  return [[...index, ...sql`${nulls}${has('where') ? ' WHERE (SELECT true)' : ''}`]]
}

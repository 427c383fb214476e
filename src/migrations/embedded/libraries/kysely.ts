/**
 * Kysely: the template `sql`, and the schema builder.
 * https://kysely-org.github.io/kysely-apidoc/classes/SchemaModule.html
 */
import type {Chain, Link} from '../script/chain.js'
import {chainOf, linkOf} from '../script/chain.js'
import {elementsOf, functionOf, resolve} from '../script/scope.js'
import type {Expression} from '../script/scope.js'
import type {Library, Translation} from '../library.js'
import {sendText} from '../library.js'
import {alterTableSql, columnSql, createIndexSql, createTableSql, dropIndexSql, foreignKeySql} from '../text/ddl.js'
import type {ColumnParts} from '../text/ddl.js'
import {join, sqlFor} from '../text/pieces.js'
import type {Sql} from '../text/pieces.js'
import {hasTag, partOf, substituteIn} from './tagged.js'

const reads = ['selectFrom', 'selectNoFrom', 'introspection', 'destroy', 'fn', 'dynamic']

export const kysely: Library = {
  receivers: ['db', 'trx', 'tx', 'sql', 'kysely'],
  chain(chain, translation, whole) {
    const [first] = chain.links
    if (first?.name === 'raw' && first.args) {
      sendText(first.args[0], whole, translation)
      return true
    }
    const transaction = linkOf(chain, 'transaction', 'connection')
    const callback = transaction && linkOf(chain, 'execute')?.args?.[0]
    if (callback) {
      translation.walk(callback)
      return true
    }
    if (first?.name === 'schema') {
      translateSchema(chain, whole, translation)
      return true
    }
    return translateQuery(chain, whole, translation)
  },
  template(whole, translation) {
    if (!hasTag(whole, 'sql')) return false
    sendText(whole, whole, translation, substituteIn(translation))
    return true
  }
}

/** Whose rows are changed, and whether all of them. */
function translateQuery(chain: Chain, whole: Expression, translation: Translation): boolean {
  const change = linkOf(chain, 'updateTable', 'deleteFrom', 'insertInto')
  const [target] = change?.args ?? []
  if (change === undefined || target === undefined) return chain.links.some(({name}) => reads.includes(name))
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

function translateSchema({links}: Chain, whole: Expression, translation: Translation): void {
  // A builder that nobody executes sends nothing.
  if (!links.some(({name}) => name.startsWith('execute'))) return
  const schema = links.find(({name}) => name === 'withSchema')?.args?.[0]
  const at = links.findIndex(({args, name}) => args !== undefined && name !== 'withSchema')
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
    case 'createTable': {
      const parts = known(
        rest.filter(({name: link}) => link !== 'ifNotExists').map((link) => addition(link, whole, translation))
      )
      return parts && parts.length > 0 ? [createTableSql(whole.node, name, parts, has('ifNotExists'))] : undefined
    }
    case 'alterTable':
      return alterTable(name, rest, whole, translation)
    case 'dropTable':
    case 'dropView':
    case 'dropSchema':
    case 'dropType':
      return [sql`DROP ${head.name.slice(4).toUpperCase()} ${ifExists}${name}${cascade}`]
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
      return [
        dropIndexSql(whole.node, translation.dialect, {
          name,
          table: table && translation.relation(table, schema),
          ifExists: has('ifExists')
        })
      ]
    }
    default:
      return undefined
  }
}

function known(all: readonly (Sql | undefined)[]): Sql[] | undefined {
  return all.every((each) => each !== undefined) ? [...all] : undefined
}

/** A column or a constraint, in `CREATE TABLE` or after `ADD`. */
function addition({args = [], name: link}: Link, {node}: Expression, translation: Translation): Sql | undefined {
  const [first, second, third, fourth, fifth] = args
  if (first === undefined || second === undefined) return undefined
  const sql = sqlFor({start: first.node.start, end: args.at(-1)?.node.end ?? node.end})
  const named = sql`CONSTRAINT ${translation.name(first)} `
  switch (link) {
    case 'addColumn': {
      const column = columnOf(first, second, third, translation)
      return column && columnSql({start: first.node.start, end: (third ?? second).node.end}, column)
    }
    case 'addPrimaryKeyConstraint':
      return sql`${named}PRIMARY KEY (${join(translation.names(second))})`
    case 'addUniqueConstraint':
      return sql`${named}UNIQUE (${join(translation.names(second))})`
    case 'addCheckConstraint': {
      const text = expressionOf(second, translation)
      return text && sql`${named}CHECK (${text})`
    }
    case 'addForeignKeyConstraint': {
      if (third === undefined || fourth === undefined) return undefined
      const calls = fifth ? callsIn(fifth) : []
      const action = (name: string): string | undefined =>
        translation.string(calls.find((call) => call.name === name)?.args?.[0])
      return foreignKeySql(sqlRange(sql), {
        name: translation.name(first),
        columns: translation.names(second),
        table: translation.relation(third),
        references: translation.names(fourth),
        onDelete: action('onDelete'),
        onUpdate: action('onUpdate')
      })
    }
    default:
      return undefined
  }
}

function sqlRange(sql: ReturnType<typeof sqlFor>): {start: number; end: number} {
  const [piece] = sql`.`
  return piece?.source ?? {start: 0, end: 0}
}

/** What is called in `(col) => col.notNull().references('account.id')`. */
function callsIn(callback: Expression): readonly Link[] {
  const found = functionOf(callback)
  if (found === undefined) return []
  const {body} = found.node
  const [returned] =
    body.type === 'BlockStatement'
      ? body.body.flatMap((each) => (each.type === 'ReturnStatement' && each.argument ? [each.argument] : []))
      : [body]
  return (returned && chainOf({node: returned, scope: found.scope})?.links) ?? []
}

/** A value, or SQL. */
function expressionOf(expression: Expression, translation: Translation): Sql | undefined {
  const resolved = resolve(expression)
  const substitute = substituteIn(translation)
  if (hasTag(resolved, 'sql')) return translation.text(resolved, substitute)
  return partOf(resolved, translation, substitute) ?? translation.value(expression)
}

function columnOf(
  name: Expression,
  type: Expression,
  callback: Expression | undefined,
  translation: Translation
): ColumnParts | undefined {
  const written = hasTag(resolve(type), 'sql') ? expressionOf(type, translation) : translation.text(type)
  const calls = callback ? callsIn(callback) : []
  const find = (wanted: string): Link | undefined => calls.find((call) => call.name === wanted)
  const given = find('defaultTo')?.args?.[0]
  const initial = given && expressionOf(given, translation)
  if (written === undefined || (given && initial === undefined) || (callback && calls.length === 0)) return undefined
  const sql = sqlFor(type.node)
  const target = find('references')?.args?.[0]
  const parts = translation.string(target)?.split('.') ?? []
  const column = parts.pop() ?? ''
  const onDelete = translation.string(find('onDelete')?.args?.[0])
  const check = find('check')?.args?.[0]
  return {
    name: translation.name(name),
    type: written,
    notNull: find('notNull') ? true : undefined,
    default: initial,
    primaryKey: find('primaryKey') !== undefined,
    unique: find('unique') !== undefined,
    autoIncrement: find('autoIncrement') !== undefined && translation.dialect !== 'postgres',
    check: check && expressionOf(check, translation),
    references:
      parts.length > 0
        ? sql`${parts.map(translation.quote).join('.')} (${translation.quote(column)})${onDelete === undefined ? '' : ` ON DELETE ${onDelete}`}`
        : undefined
  }
}

function alterTable(
  table: Sql,
  links: readonly Link[],
  whole: Expression,
  translation: Translation
): Sql[] | undefined {
  const statements = links.map((link): Sql | undefined => {
    const [first, second] = link.args ?? []
    if (first === undefined) return undefined
    const sql = sqlFor({start: first.node.start, end: link.node.end})
    const alter = (action: Sql): Sql => alterTableSql(whole.node, table, [action])
    switch (link.name) {
      case 'addColumn': {
        const part = addition(link, whole, translation)
        return part && alter(sql`ADD COLUMN ${part}`)
      }
      case 'dropColumn':
        return alter(sql`DROP COLUMN ${translation.name(first)}`)
      case 'dropConstraint':
        return alter(sql`DROP CONSTRAINT ${translation.name(first)}`)
      case 'renameColumn':
        return second && alter(sql`RENAME COLUMN ${translation.name(first)} TO ${translation.name(second)}`)
      case 'renameTo':
        return alter(sql`RENAME TO ${translation.name(first)}`)
      case 'setSchema':
        return alter(sql`SET SCHEMA ${translation.name(first)}`)
      case 'alterColumn': {
        const action = second && alterColumn(second, sql, translation)
        return action && alter(sql`ALTER COLUMN ${translation.name(first)} ${action}`)
      }
      default: {
        const part = addition(link, whole, translation)
        return part && alter(sql`ADD ${part}`)
      }
    }
  })
  return known(statements)
}

/** `(col) => col.setNotNull()` */
function alterColumn(callback: Expression, sql: ReturnType<typeof sqlFor>, translation: Translation): Sql | undefined {
  const [call] = callsIn(callback)
  const [value] = call?.args ?? []
  switch (call?.name) {
    case 'setNotNull':
      return sql`SET NOT NULL`
    case 'dropNotNull':
      return sql`DROP NOT NULL`
    case 'dropDefault':
      return sql`DROP DEFAULT`
    case 'setDefault': {
      const initial = value && expressionOf(value, translation)
      return initial && sql`SET DEFAULT ${initial}`
    }
    case 'setDataType': {
      const type = value && (hasTag(resolve(value), 'sql') ? expressionOf(value, translation) : translation.text(value))
      return type && sql`TYPE ${type}`
    }
    default:
      return undefined
  }
}

function createIndex(
  name: Sql,
  links: readonly Link[],
  schema: Expression | undefined,
  {node}: Expression,
  translation: Translation
): Sql[] | undefined {
  const argument = (wanted: string): Expression | undefined => links.find((link) => link.name === wanted)?.args?.[0]
  const on = argument('on')
  const columns = links.flatMap((link): Sql[] => {
    const [first] = link.args ?? []
    if (first === undefined) return []
    if (link.name === 'column') return [translation.name(first)]
    if (link.name === 'columns') return translation.names(first)
    return link.name === 'expression' ? [sqlFor(first.node)`(${expressionOf(first, translation) ?? []})`] : []
  })
  if (on === undefined || columns.length === 0) return undefined
  const isNarrowed = links.some((link) => link.name === 'where')
  return [
    createIndexSql(node, {
      table: translation.relation(on, schema),
      name,
      columns,
      unique: links.some((link) => link.name === 'unique'),
      ifNotExists: links.some((link) => link.name === 'ifNotExists'),
      method: translation.string(argument('using')),
      // Which rows it leaves out is written in calls.
      where: isNarrowed ? sqlFor(node)`(SELECT true)` : undefined
    })
  ]
}

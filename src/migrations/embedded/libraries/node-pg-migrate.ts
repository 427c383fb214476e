/**
 * node-pg-migrate: `pgm.sql`, and the operations that it has a method for.
 * https://salsita.github.io/node-pg-migrate/migrations/
 */
import {elementsOf, entriesOf, resolve} from '../script/scope.js'
import type {Expression} from '../script/scope.js'
import type {Library, Translation} from '../library.js'
import {sendText} from '../library.js'
import {alterTableSql, columnSql, createIndexSql, createTableSql, dropIndexSql} from '../text/ddl.js'
import {booleanOf, optionOf} from '../text/names.js'
import {join, sqlFor, textOf} from '../text/pieces.js'
import type {Sql} from '../text/pieces.js'

/** https://salsita.github.io/node-pg-migrate/migrations/columns */
const typeAliases: Readonly<Record<string, string>> = {
  int: 'integer',
  string: 'text',
  float: 'real',
  double: 'double precision',
  datetime: 'timestamp',
  bool: 'boolean',
  id: 'serial PRIMARY KEY'
}

const harmless = new Set(['noTransaction', 'func', 'addTypeShorthand', 'toString'])

export const nodePgMigrate: Library = {
  receivers: ['pgm'],
  chain({links}, translation, whole) {
    const [method] = links
    if (method === undefined || harmless.has(method.name)) return true
    if (method.name === 'sql') {
      sendText(method.args?.[0], whole, translation)
      return true
    }
    if (method.name === 'db') {
      const query = links.find(({name}) => name === 'query')
      if (query?.args) sendText(query.args[0], whole, translation)
      else translation.unknown(whole)
      return true
    }
    const statements = method.args && translate(method.name, method.args, whole, translation)
    if (statements === undefined) translation.unknown(whole)
    else for (const statement of statements) translation.send(statement, whole)
    return true
  }
}

function translate(
  method: string,
  args: readonly Expression[],
  whole: Expression,
  translation: Translation
): Sql[] | undefined {
  const [first, second, third, fourth] = args
  if (first === undefined) return undefined
  const sql = sqlFor(whole.node)
  const table = relation(first, translation)
  const cascade = (options: Expression | undefined): string =>
    booleanOf(optionOf(options, 'cascade')) === true ? ' CASCADE' : ''
  const ifExists = (options: Expression | undefined): string =>
    booleanOf(optionOf(options, 'ifExists')) === true ? 'IF EXISTS ' : ''
  switch (method) {
    case 'dropTable':
      return [sql`DROP TABLE ${ifExists(second)}${table}${cascade(second)}`]
    case 'createExtension':
    case 'addExtension':
      return translation
        .names(first)
        .map(
          (name) =>
            sql`CREATE EXTENSION ${booleanOf(optionOf(second, 'ifNotExists')) === true ? 'IF NOT EXISTS ' : ''}${name}`
        )
    case 'createSchema':
      return [sql`CREATE SCHEMA ${booleanOf(optionOf(second, 'ifNotExists')) === true ? 'IF NOT EXISTS ' : ''}${table}`]
    case 'dropType':
      return [sql`DROP TYPE ${ifExists(second)}${table}${cascade(second)}`]
    case 'dropView':
    case 'dropMaterializedView':
      return [
        sql`DROP ${method === 'dropView' ? 'VIEW' : 'MATERIALIZED VIEW'} ${ifExists(second)}${table}${cascade(second)}`
      ]
    default:
  }
  if (second === undefined) return undefined
  switch (method) {
    case 'createTable':
      return createTable(table, second, third, whole, translation)
    case 'renameTable':
      return [sql`ALTER TABLE ${table} RENAME TO ${translation.name(second)}`]
    case 'addColumns':
    case 'addColumn': {
      const columns = columnsOf(second, translation)
      return (
        columns && [
          alterTableSql(
            whole.node,
            table,
            columns.map(
              (column) =>
                sql`ADD COLUMN ${booleanOf(optionOf(third, 'ifNotExists')) === true ? 'IF NOT EXISTS ' : ''}${column}`
            )
          )
        ]
      )
    }
    case 'dropColumns':
    case 'dropColumn': {
      const entries = entriesOf(resolve(second))
      const names = entries ? entries.map(([name]) => sql`${translation.quote(name)}`) : translation.names(second)
      return [
        alterTableSql(
          whole.node,
          table,
          names.map((name) => sql`DROP COLUMN ${ifExists(third)}${name}${cascade(third)}`)
        )
      ]
    }
    case 'renameColumn':
    case 'renameConstraint':
      return (
        third && [
          sql`ALTER TABLE ${table} RENAME ${method === 'renameColumn' ? 'COLUMN' : 'CONSTRAINT'} ${translation.name(second)} TO ${translation.name(third)}`
        ]
      )
    case 'alterColumn':
      return third && alterColumn(table, second, third, whole, translation)
    case 'addConstraint':
    case 'createConstraint': {
      const constraint = third && constraintOf(third, translation)
      return (
        constraint && [
          sql`ALTER TABLE ${table} ADD ${resolve(second).node.type === 'NullLiteral' ? [] : sql`CONSTRAINT ${translation.name(second)} `}${constraint}`
        ]
      )
    }
    case 'dropConstraint':
      return [sql`ALTER TABLE ${table} DROP CONSTRAINT ${ifExists(third)}${translation.name(second)}${cascade(third)}`]
    case 'createIndex':
    case 'addIndex':
      return createIndex(table, first, second, third, whole, translation)
    case 'dropIndex': {
      const name = optionOf(third, 'name')
      return [
        dropIndexSql(whole.node, 'postgres', {
          name: name ? translation.name(name) : indexName(first, second, third, translation, sql),
          table: undefined,
          concurrently: booleanOf(optionOf(third, 'concurrently')) === true,
          ifExists: ifExists(third) !== ''
        })
      ]
    }
    case 'createType':
    case 'addType': {
      const values = elementsOf(second)?.map((value) => translation.value(value) ?? [])
      return values && [sql`CREATE TYPE ${table} AS ENUM (${join(values)})`]
    }
    case 'addTypeValue': {
      const value = translation.value(second)
      return value && fourth === undefined
        ? [
            sql`ALTER TYPE ${table} ADD VALUE ${booleanOf(optionOf(third, 'ifNotExists')) === true ? 'IF NOT EXISTS ' : ''}${value}`
          ]
        : undefined
    }
    default:
      return undefined
  }
}

/** A name, or `{schema, name}`. */
function relation(expression: Expression, translation: Translation): Sql {
  const options = resolve(expression)
  const name = optionOf(options, 'name')
  // Dots are part of the name here.
  if (name === undefined) return translation.name(expression)
  const schema = optionOf(options, 'schema')
  return schema
    ? sqlFor(expression.node)`${translation.name(schema)}.${translation.name(name)}`
    : translation.name(name)
}

function columnsOf(expression: Expression, translation: Translation): Sql[] | undefined {
  const columns = entriesOf(resolve(expression))?.map(([name, value]) => columnOf(name, value, translation))
  return columns?.every((column) => column !== undefined) ? columns : undefined
}

function typeOf(text: string): string {
  return typeAliases[text.toLowerCase()] ?? text
}

function columnOf(name: string, value: Expression, translation: Translation): Sql | undefined {
  const sql = sqlFor(value.node)
  const quoted = sql`${translation.quote(name)}`
  const plain = translation.string(value)
  if (plain !== undefined) return sql`${quoted} ${typeOf(plain)}`
  const options = resolve(value)
  const type = translation.string(optionOf(options, 'type'))
  if (entriesOf(options) === undefined || type === undefined) return undefined
  const given = optionOf(options, 'default')
  const initial = given && defaultOf(given, translation)
  if (given && initial === undefined) return undefined
  const references = referencesOf(options, translation)
  const check = optionOf(options, 'check')
  const generated = translation.string(optionOf(options, 'expressionGenerated'))
  const notNull = booleanOf(optionOf(options, 'notNull'))
  return columnSql(value.node, {
    name: quoted,
    type: sql`${typeOf(type)}`,
    notNull: notNull === true ? true : undefined,
    default: initial,
    primaryKey: booleanOf(optionOf(options, 'primaryKey')) === true,
    unique: booleanOf(optionOf(options, 'unique')) === true,
    references,
    check: check && translation.text(check),
    rest: generated === undefined ? undefined : sql`GENERATED ALWAYS AS (${generated}) STORED`
  })
}

/** A value, or `pgm.func('…')`. */
function defaultOf(expression: Expression, translation: Translation): Sql | undefined {
  const {node, scope} = resolve(expression)
  if (node.type === 'CallExpression') {
    const [first] = node.arguments
    return first && translation.text({node: first, scope})
  }
  return translation.value(expression)
}

/** `'account'`, `'account(id)'`, `'"account"'`, and what happens there. */
function referencesOf(options: Expression, translation: Translation): Sql | undefined {
  const given = optionOf(options, 'references')
  if (given === undefined) return undefined
  const text = translation.string(given)
  const sql = sqlFor(given.node)
  const isWritten = text !== undefined && (text.startsWith('"') || text.endsWith(')'))
  const target = isWritten ? sql`${text}` : relation(given, translation)
  const actions = (['onDelete', 'onUpdate'] as const).flatMap((name) => {
    const action = translation.string(optionOf(options, name))
    return action === undefined ? [] : [` ON ${name === 'onDelete' ? 'DELETE' : 'UPDATE'} ${action}`]
  })
  return sql`${target}${actions.join('')}`
}

function createTable(
  table: Sql,
  columns: Expression,
  options: Expression | undefined,
  {node}: Expression,
  translation: Translation
): Sql[] | undefined {
  const parts = columnsOf(columns, translation)
  const given = optionOf(options, 'constraints')
  const constraints = given && constraintOf(given, translation)
  if (parts === undefined || (given && constraints === undefined)) return undefined
  const ifNotExists = booleanOf(optionOf(options, 'ifNotExists')) === true
  return [createTableSql(node, table, [...parts, ...(constraints ? [constraints] : [])], ifNotExists)]
}

function alterColumn(
  table: Sql,
  column: Expression,
  options: Expression,
  {node}: Expression,
  translation: Translation
): Sql[] | undefined {
  const resolved = resolve(options)
  if (entriesOf(resolved) === undefined) return undefined
  const sql = sqlFor(node)
  const prefix = sql`ALTER COLUMN ${translation.name(column)}`
  const actions: Sql[] = []
  const given = optionOf(resolved, 'default')
  if (given) {
    const value = defaultOf(given, translation)
    if (value === undefined) return undefined
    actions.push(textOf(value) === 'NULL' ? sql`${prefix} DROP DEFAULT` : sql`${prefix} SET DEFAULT ${value}`)
  }
  const type = translation.string(optionOf(resolved, 'type'))
  const using = optionOf(resolved, 'using')
  if (type !== undefined) {
    const converted = using && translation.text(using)
    actions.push(sql`${prefix} SET DATA TYPE ${typeOf(type)}${converted ? sql` USING ${converted}` : ''}`)
  }
  const notNull = booleanOf(optionOf(resolved, 'notNull'))
  const allowNull = booleanOf(optionOf(resolved, 'allowNull'))
  if (notNull === true) actions.push(sql`${prefix} SET NOT NULL`)
  else if (allowNull === true || notNull === false) actions.push(sql`${prefix} DROP NOT NULL`)
  return actions.length === 0 ? undefined : [alterTableSql(node, table, actions)]
}

/** SQL, or a description of it. */
function constraintOf(expression: Expression, translation: Translation): Sql | undefined {
  const written = translation.text(expression)
  if (written) return written
  const options = resolve(expression)
  const entries = entriesOf(options)
  const sql = sqlFor(expression.node)
  const parts = (entries ?? []).map(([name, value]): Sql | undefined => {
    switch (name) {
      case 'primaryKey':
        return sql`PRIMARY KEY (${join(translation.names(value))})`
      case 'unique':
        return sql`UNIQUE (${join(translation.names(value))})`
      case 'check': {
        const text = translation.text(value)
        return text && sql`CHECK (${text})`
      }
      case 'foreignKeys': {
        const keys = (elementsOf(value) ?? [value]).map((key) => {
          const columns = optionOf(resolve(key), 'columns')
          const references = referencesOf(resolve(key), translation)
          return (
            columns && references && sql`FOREIGN KEY (${join(translation.names(columns))}) REFERENCES ${references}`
          )
        })
        return keys.every((key) => key !== undefined) ? join(keys) : undefined
      }
      default:
        return undefined
    }
  })
  return entries !== undefined && parts.length > 0 && parts.every((part) => part !== undefined)
    ? join(parts)
    : undefined
}

function indexName(
  table: Expression,
  columns: Expression,
  options: Expression | undefined,
  translation: Translation,
  sql: ReturnType<typeof sqlFor>
): Sql {
  const names = translation.names(columns).map((name) => textOf(name).replaceAll('"', ''))
  const base = textOf(relation(table, translation)).replace(/^.*\./, '').replaceAll('"', '')
  const suffix = booleanOf(optionOf(options, 'unique')) === true ? 'unique_index' : 'index'
  return sql`${translation.quote([base, ...names, suffix].join('_'))}`
}

function createIndex(
  table: Sql,
  tableName: Expression,
  columns: Expression,
  options: Expression | undefined,
  {node}: Expression,
  translation: Translation
): Sql[] {
  const name = optionOf(options, 'name')
  const where = optionOf(options, 'where')
  return [
    createIndexSql(node, {
      table,
      name: name ? translation.name(name) : indexName(tableName, columns, options, translation, sqlFor(node)),
      columns: translation.names(columns),
      unique: booleanOf(optionOf(options, 'unique')) === true,
      concurrently: booleanOf(optionOf(options, 'concurrently')) === true,
      ifNotExists: booleanOf(optionOf(options, 'ifNotExists')) === true,
      method: translation.string(optionOf(options, 'method')),
      where: where && translation.text(where)
    })
  ]
}

/**
 * node-pg-migrate: `pgm.sql`, and the operations that it has a method for.
 * https://salsita.github.io/node-pg-migrate/migrations/
 */
import {elementsOf, entriesOf, resolve} from '../../script/scope.js'
import type {Expression} from '../../script/scope.js'
import type {Library, Translation} from '../../library.js'
import {sendText} from '../../library.js'
import {alterTableSql} from '../../text/ddl.js'
import {optionOf} from '../../text/names.js'
import {join, sqlFor} from '../../text/pieces.js'
import type {Sql} from '../../text/pieces.js'
import {constraintsOf, isDescribed} from './node-pg-migrate-constraints.js'
import {createIndex, dropIndex} from './node-pg-migrate-indexes.js'
import {flag, knowsAll, relation} from './node-pg-migrate-options.js'
import {addColumns, alterColumn, createTable, typeOf} from './node-pg-migrate-tables.js'

const harmless = new Set(['noTransaction', 'func', 'addTypeShorthand', 'toString'])

export const nodePgMigrate: Library = {
  receivers: ['pgm'],
  chain({links}, translation, whole) {
    const [method] = links
    if (method === undefined || harmless.has(method.name)) return true
    if (method.name === 'sql') {
      sendSql(method.args ?? [], whole, translation)
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

/** SQL as it is written, with names for its `{…}` where they are given. */
function sendSql([text, names]: readonly Expression[], whole: Expression, translation: Translation): void {
  if (names === undefined) {
    sendText(text, whole, translation)
    return
  }
  const written = translation.string(text)
  const values = new Map(entriesOf(resolve(names))?.map(([name, value]) => [name, translation.string(value)]))
  const keys = [...(written ?? '').matchAll(/\{(\w+)\}/g)].map(([, key = '']) => key)
  if (written === undefined || keys.some((key) => values.get(key) === undefined)) {
    translation.unknown(whole)
    return
  }
  const filled = written.replace(/\{(\w+)\}/g, (_, key: string) => translation.quote(values.get(key) ?? ''))
  translation.send(sqlFor(whole.node)`${filled}`, whole)
}

function translate(
  method: string,
  args: readonly Expression[],
  whole: Expression,
  translation: Translation
): Sql[] | undefined {
  const [first, second, third] = args
  if (first === undefined) return undefined
  return (
    ofOneName(method, first, second, whole, translation) ??
    (second && ofTable(method, first, second, third, whole, translation)) ??
    (second && ofType(method, first, second, third, whole, translation))
  )
}

const dropped: Readonly<Record<string, string>> = {
  dropTable: 'TABLE',
  dropType: 'TYPE',
  dropView: 'VIEW',
  dropMaterializedView: 'MATERIALIZED VIEW',
  dropSchema: 'SCHEMA',
  dropSequence: 'SEQUENCE',
  dropDomain: 'DOMAIN',
  dropExtension: 'EXTENSION'
}

/** Calls that name one thing, and maybe options. */
function ofOneName(
  method: string,
  first: Expression,
  second: Expression | undefined,
  {node}: Expression,
  translation: Translation
): Sql[] | undefined {
  const sql = sqlFor(node)
  const name = relation(first, translation)
  const kind = dropped[method]
  if (kind !== undefined) {
    if (!knowsAll(second, ['ifExists', 'cascade'])) return undefined
    return [sql`DROP ${kind} ${flag(second, 'ifExists', 'IF EXISTS ')}${name}${flag(second, 'cascade', ' CASCADE')}`]
  }
  switch (method) {
    case 'createExtension':
    case 'addExtension': {
      const schema = optionOf(second, 'schema')
      return translation
        .names(first)
        .map(
          (each) =>
            sql`CREATE EXTENSION ${flag(second, 'ifNotExists', 'IF NOT EXISTS ')}${each}${schema ? sql` SCHEMA ${translation.name(schema)}` : ''}`
        )
    }
    case 'createSchema':
      return knowsAll(second, ['ifNotExists'])
        ? [sql`CREATE SCHEMA ${flag(second, 'ifNotExists', 'IF NOT EXISTS ')}${name}`]
        : undefined
    case 'refreshMaterializedView':
      return knowsAll(second, ['concurrently'])
        ? [sql`REFRESH MATERIALIZED VIEW ${flag(second, 'concurrently', 'CONCURRENTLY ')}${name}`]
        : undefined
    default:
      return undefined
  }
}

/** Calls about a table: what it has, and what becomes of it. */
function ofTable(
  method: string,
  first: Expression,
  second: Expression,
  third: Expression | undefined,
  whole: Expression,
  translation: Translation
): Sql[] | undefined {
  const sql = sqlFor(whole.node)
  const table = relation(first, translation)
  switch (method) {
    case 'createTable':
      return createTable(first, second, third, whole, translation)
    case 'renameTable':
      return [sql`ALTER TABLE ${table} RENAME TO ${translation.name(second)}`]
    case 'alterTable': {
      const level = translation.string(optionOf(second, 'levelSecurity'))
      return level !== undefined && knowsAll(second, ['levelSecurity'])
        ? [sql`ALTER TABLE ${table} ${level} ROW LEVEL SECURITY`]
        : undefined
    }
    case 'addColumns':
    case 'addColumn':
      return addColumns(first, second, third, whole, translation)
    case 'dropColumns':
    case 'dropColumn': {
      const entries = entriesOf(resolve(second))
      const names = entries ? entries.map(([name]) => sql`${translation.quote(name)}`) : translation.names(second)
      const [before, after] = [flag(third, 'ifExists', 'IF EXISTS '), flag(third, 'cascade', ' CASCADE')]
      return [
        alterTableSql(
          whole.node,
          table,
          names.map((name) => sql`DROP COLUMN ${before}${name}${after}`)
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
      return third && alterColumn(first, second, third, whole, translation)
    case 'addConstraint':
    case 'createConstraint':
      return third && addConstraint(first, second, third, whole, translation)
    case 'dropConstraint':
      return [
        sql`ALTER TABLE ${table} DROP CONSTRAINT ${flag(third, 'ifExists', 'IF EXISTS ')}${translation.name(second)}${flag(third, 'cascade', ' CASCADE')}`
      ]
    case 'createIndex':
    case 'addIndex':
      return createIndex(first, second, third, whole, translation)
    case 'dropIndex':
      return dropIndex(first, second, third, whole, translation)
    case 'dropTrigger':
      return [
        sql`DROP TRIGGER ${flag(third, 'ifExists', 'IF EXISTS ')}${translation.name(second)} ON ${table}${flag(third, 'cascade', ' CASCADE')}`
      ]
    default:
      return undefined
  }
}

function addConstraint(
  table: Expression,
  name: Expression,
  given: Expression,
  {node}: Expression,
  translation: Translation
): Sql[] | undefined {
  const sql = sqlFor(node)
  const named = resolve(name).node.type === 'NullLiteral' ? undefined : translation.name(name)
  const alter = (actions: readonly Sql[]): Sql[] => [alterTableSql(node, relation(table, translation), actions)]
  if (!isDescribed(given)) {
    const written = translation.text(given)
    return written && alter([sql`ADD ${named ? sql`CONSTRAINT ${named} ` : ''}${written}`])
  }
  const constraints = constraintsOf(given, table, named, translation)
  return constraints && alter(constraints.map((constraint) => sql`ADD ${constraint}`))
}

/** Calls about types, and others that rename. */
function ofType(
  method: string,
  first: Expression,
  second: Expression,
  third: Expression | undefined,
  {node}: Expression,
  translation: Translation
): Sql[] | undefined {
  const sql = sqlFor(node)
  const name = relation(first, translation)
  switch (method) {
    case 'createType':
    case 'addType': {
      const values = elementsOf(second)?.map((value) => translation.value(value) ?? [])
      if (values) return [sql`CREATE TYPE ${name} AS ENUM (${join(values)})`]
      const parts = entriesOf(resolve(second))?.map(([part, value]) => {
        const type = translation.string(value)
        return type === undefined ? undefined : sql`${translation.quote(part)} ${typeOf(type)}`
      })
      return parts?.every((part) => part !== undefined) ? [sql`CREATE TYPE ${name} AS (${join(parts)})`] : undefined
    }
    case 'addTypeValue': {
      const value = translation.value(second)
      if (!value || !knowsAll(third, ['ifNotExists', 'before', 'after'])) return undefined
      const place = (['before', 'after'] as const).flatMap((word) => {
        const other = optionOf(third, word)
        return other ? sql` ${word.toUpperCase()} ${translation.value(other) ?? []}` : []
      })
      return [sql`ALTER TYPE ${name} ADD VALUE ${flag(third, 'ifNotExists', 'IF NOT EXISTS ')}${value}${place}`]
    }
    case 'renameTypeValue': {
      const [from, to] = [translation.value(second), third && translation.value(third)]
      return from && to && [sql`ALTER TYPE ${name} RENAME VALUE ${from} TO ${to}`]
    }
    case 'renameType':
    case 'renameSchema':
    case 'renameSequence':
      return [sql`ALTER ${method.slice('rename'.length).toUpperCase()} ${name} RENAME TO ${translation.name(second)}`]
    default:
      return undefined
  }
}

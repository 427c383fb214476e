import type {Dialect} from '../../../../server/server.js'
import type {Translation} from '../../library.js'
import type {Link} from '../../script/chain.js'
import {elementsOf} from '../../script/scope.js'
import type {Expression} from '../../script/scope.js'
import {booleanOf, optionOf} from '../../text/names.js'
import {join, sqlFor} from '../../text/pieces.js'
import type {Sql} from '../../text/pieces.js'

type Family = 'postgres' | 'mysql'

/** By the method that makes a column of them. https://knexjs.org/guide/schema-builder.html */
const types: Readonly<Record<string, Record<Family, string>>> = {
  increments: {postgres: 'serial', mysql: 'int unsigned NOT NULL'},
  bigIncrements: {postgres: 'bigserial', mysql: 'bigint unsigned NOT NULL'},
  text: {postgres: 'text', mysql: 'text'},
  boolean: {postgres: 'boolean', mysql: 'boolean'},
  date: {postgres: 'date', mysql: 'date'},
  time: {postgres: 'time', mysql: 'time'},
  json: {postgres: 'json', mysql: 'json'},
  jsonb: {postgres: 'jsonb', mysql: 'json'},
  point: {postgres: 'point', mysql: 'point'}
}

/** With a width on MySQL. */
const integers: Readonly<Record<string, Record<Family, string>>> = {
  integer: {postgres: 'integer', mysql: 'int'},
  bigInteger: {postgres: 'bigint', mysql: 'bigint'},
  bigint: {postgres: 'bigint', mysql: 'bigint'},
  smallint: {postgres: 'smallint', mysql: 'smallint'},
  mediumint: {postgres: 'integer', mysql: 'mediumint'},
  tinyint: {postgres: 'smallint', mysql: 'tinyint'}
}

/** The type of a column that a method makes; `undefined`: no such method, or one that says what nobody knows. */
export function knexType({args = [], name}: Link, {node}: Expression, translation: Translation): Sql | undefined {
  const family = familyOf(translation.dialect)
  const isMysql = family === 'mysql'
  const sql = sqlFor(node)
  const [column, first, second] = args
  const value = (expression: Expression | undefined): Sql | undefined => expression && translation.value(expression)
  const numbers = (fallback: string): Sql =>
    first ? sql`(${value(first) ?? '8'}, ${value(second) ?? '2'})` : sql`${fallback}`
  const plain = integers[name]?.[family]
  if (plain !== undefined) {
    const width = isMysql ? value(first) : undefined
    return width ? sql`${plain}(${width})` : sql`${plain}`
  }
  switch (name) {
    case 'string':
      return sql`varchar(${value(first) ?? '255'})`
    case 'text':
      return sql`${(isMysql ? translation.string(first) : undefined) ?? 'text'}`
    case 'decimal':
      return first && value(first)?.[0]?.text === 'NULL' ? sql`decimal` : sql`decimal${numbers('(8, 2)')}`
    case 'float':
      return isMysql ? sql`float${numbers('(8, 2)')}` : sql`real`
    case 'double':
      return isMysql ? sql`double${numbers('')}` : sql`double precision`
    case 'datetime':
    case 'dateTime':
    case 'timestamp':
      return moment(name, first, second, sql, translation)
    case 'uuid':
      return isMysql
        ? sql`${booleanOf(optionOf(first, 'useBinaryUuid')) === true ? 'binary(16)' : 'char(36)'}`
        : sql`uuid`
    case 'binary': {
      const length = value(first)
      return isMysql ? (length ? sql`varbinary(${length})` : sql`blob`) : sql`bytea`
    }
    case 'specificType':
      return first && translation.text(first)
    case 'enum':
    case 'enu':
      return enumeration(column, first, second, sql, translation)
    default: {
      const type = types[name]?.[family]
      return type === undefined ? undefined : sql`${type}`
    }
  }
}

/** `timestamp('at', {useTz: false, precision: 3})`, or in the old way `timestamp('at', true, 3)`: without a time zone. */
function moment(
  name: string,
  first: Expression | undefined,
  second: Expression | undefined,
  sql: ReturnType<typeof sqlFor>,
  translation: Translation
): Sql {
  const withoutZone = booleanOf(optionOf(first, 'useTz')) === false || booleanOf(first) === true
  const precision = optionOf(first, 'precision') ?? second
  const digits = precision && translation.value(precision)
  const type =
    translation.dialect === 'postgres'
      ? withoutZone
        ? 'timestamp'
        : 'timestamptz'
      : name === 'timestamp'
        ? 'timestamp'
        : 'datetime'
  return digits ? sql`${type}(${digits})` : sql`${type}`
}

function enumeration(
  column: Expression | undefined,
  list: Expression | undefined,
  options: Expression | undefined,
  sql: ReturnType<typeof sqlFor>,
  translation: Translation
): Sql | undefined {
  const native = nativeEnumeration(options, translation)
  if (native) return native
  const values = list && elementsOf(list)?.map((value) => translation.value(value) ?? [])
  if (values === undefined || column === undefined) return undefined
  return familyOf(translation.dialect) === 'mysql'
    ? sql`enum(${join(values)})`
    : sql`text CHECK (${translation.name(column)} IN (${join(values)}))`
}

/** The type of `enu('state', ['new'], {useNative: true, enumName: 'state'})`; `undefined`: it has none of its own. */
function nativeEnumeration(options: Expression | undefined, translation: Translation): Sql | undefined {
  const name = optionOf(options, 'enumName')
  const isNative = translation.dialect === 'postgres' && booleanOf(optionOf(options, 'useNative')) === true
  return isNative && name ? translation.relation(name, optionOf(options, 'schemaName')) : undefined
}

/** The statement that makes the type of a native enumeration; `undefined`: there is none, or it exists. */
export function createEnumeration({args = []}: Link, translation: Translation): Sql | undefined {
  const [, list, options] = args
  const name = nativeEnumeration(options, translation)
  const values = list && elementsOf(list)?.map((value) => translation.value(value) ?? [])
  if (name === undefined || values === undefined || booleanOf(optionOf(options, 'existingType')) === true) {
    return undefined
  }
  return sqlFor(list?.node ?? {})`CREATE TYPE ${name} AS ENUM (${join(values)})`
}

/** Whether a method makes a column that counts by itself. */
export function isIncrements(name: string): boolean {
  return name === 'increments' || name === 'bigIncrements'
}

function familyOf(dialect: Dialect): Family {
  return dialect === 'postgres' ? 'postgres' : 'mysql'
}

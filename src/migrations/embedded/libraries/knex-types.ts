import type {Dialect} from '../../../core/server.js'
import type {Translation} from '../library.js'
import type {Link} from '../script/chain.js'
import {elementsOf} from '../script/scope.js'
import type {Expression} from '../script/scope.js'
import {join, sqlFor} from '../text/pieces.js'
import type {Sql} from '../text/pieces.js'

type Family = 'postgres' | 'mysql'

/** By the method that makes a column of them. https://knexjs.org/guide/schema-builder.html */
const types: Readonly<Record<string, Record<Family, string>>> = {
  increments: {postgres: 'serial PRIMARY KEY', mysql: 'int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY'},
  bigIncrements: {postgres: 'bigserial PRIMARY KEY', mysql: 'bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY'},
  integer: {postgres: 'integer', mysql: 'int'},
  bigInteger: {postgres: 'bigint', mysql: 'bigint'},
  bigint: {postgres: 'bigint', mysql: 'bigint'},
  smallint: {postgres: 'smallint', mysql: 'smallint'},
  mediumint: {postgres: 'integer', mysql: 'mediumint'},
  tinyint: {postgres: 'smallint', mysql: 'tinyint'},
  text: {postgres: 'text', mysql: 'text'},
  float: {postgres: 'real', mysql: 'float(8, 2)'},
  double: {postgres: 'double precision', mysql: 'double'},
  boolean: {postgres: 'boolean', mysql: 'boolean'},
  date: {postgres: 'date', mysql: 'date'},
  datetime: {postgres: 'timestamptz', mysql: 'datetime'},
  dateTime: {postgres: 'timestamptz', mysql: 'datetime'},
  timestamp: {postgres: 'timestamptz', mysql: 'timestamp'},
  time: {postgres: 'time', mysql: 'time'},
  binary: {postgres: 'bytea', mysql: 'blob'},
  json: {postgres: 'json', mysql: 'json'},
  jsonb: {postgres: 'jsonb', mysql: 'json'},
  uuid: {postgres: 'uuid', mysql: 'char(36)'},
  point: {postgres: 'point', mysql: 'point'}
}

/** The type of a column that a method makes; `undefined`: no such method, or one that says what nobody knows. */
export function knexType({args = [], name}: Link, {node}: Expression, translation: Translation): Sql | undefined {
  const family = familyOf(translation.dialect)
  const sql = sqlFor(node)
  const [column, first, second] = args
  switch (name) {
    case 'string':
      return sql`varchar(${first ? (translation.value(first) ?? '255') : '255'})`
    case 'decimal':
      return sql`decimal(${first ? (translation.value(first) ?? '8') : '8'}, ${second ? (translation.value(second) ?? '2') : '2'})`
    case 'specificType':
      return first && translation.text(first)
    case 'enum':
    case 'enu': {
      const values = first && elementsOf(first)?.map((value) => translation.value(value) ?? [])
      if (values === undefined || column === undefined) return undefined
      return family === 'mysql'
        ? sql`enum(${join(values)})`
        : sql`text CHECK (${translation.name(column)} IN (${join(values)}))`
    }
    default: {
      const type = types[name]?.[family]
      return type === undefined ? undefined : sql`${type}`
    }
  }
}

function familyOf(dialect: Dialect): Family {
  return dialect === 'postgres' ? 'postgres' : 'mysql'
}

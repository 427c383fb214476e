import type {Translation} from '../../library.js'
import {chainOf} from '../../script/chain.js'
import type {Link} from '../../script/chain.js'
import {elementsOf, resolve} from '../../script/scope.js'
import type {Expression} from '../../script/scope.js'
import {booleanOf} from '../../text/names.js'
import {join, sqlFor} from '../../text/pieces.js'
import type {Sql} from '../../text/pieces.js'

/** By the names in `DataTypes`. https://sequelize.org/docs/v6/other-topics/other-data-types/ */
const types: Readonly<Record<string, readonly [postgres: string, mysql: string]>> = {
  CITEXT: ['CITEXT', 'CITEXT'],
  BOOLEAN: ['BOOLEAN', 'TINYINT(1)'],
  DATEONLY: ['DATE', 'DATE'],
  TIME: ['TIME', 'TIME'],
  UUID: ['UUID', 'CHAR(36) BINARY'],
  JSON: ['JSON', 'JSON'],
  JSONB: ['JSONB', 'JSONB'],
  INET: ['INET', 'INET'],
  CIDR: ['CIDR', 'CIDR'],
  MACADDR: ['MACADDR', 'MACADDR'],
  HSTORE: ['HSTORE', 'HSTORE'],
  TSVECTOR: ['TSVECTOR', 'TSVECTOR']
}

/** What they are given counts on MySQL alone. */
const numbers: Readonly<Record<string, string>> = {
  TINYINT: 'TINYINT',
  SMALLINT: 'SMALLINT',
  MEDIUMINT: 'MEDIUMINT',
  INTEGER: 'INTEGER',
  BIGINT: 'BIGINT',
  FLOAT: 'FLOAT',
  REAL: 'REAL',
  DOUBLE: 'DOUBLE PRECISION'
}

/** On both engines. */
const sized: Readonly<Record<string, string>> = {
  STRING: 'VARCHAR',
  CHAR: 'CHAR',
  DECIMAL: 'DECIMAL',
  NUMERIC: 'DECIMAL'
}

const ranges: Readonly<Record<string, string>> = {
  INTEGER: 'int4range',
  BIGINT: 'int8range',
  DECIMAL: 'numrange',
  DATE: 'tstzrange',
  DATEONLY: 'daterange'
}

const known = (name: string): boolean =>
  name in types || name in numbers || name in sized || ['DATE', 'TEXT', 'BLOB', 'ENUM', 'ARRAY', 'RANGE'].includes(name)

/**
 * The type that `DataTypes.STRING(100)`, or a text, is; `undefined`: nobody knows.
 *
 * @param enumeration What is sent for an enumeration of these values.
 */
export function sequelizeType(
  expression: Expression,
  translation: Translation,
  enumeration: (values: readonly Sql[]) => Sql | undefined
): Sql | undefined {
  const sql = sqlFor(expression.node)
  const written = translation.text(expression)
  if (written !== undefined) return written
  const links = linksOf(expression)
  const named = links.find(({name}) => known(name))
  if (named === undefined) return undefined
  const args = named.args ?? []
  const [first] = args
  const isPostgres = translation.dialect === 'postgres'
  switch (named.name) {
    case 'ARRAY': {
      const element = first && sequelizeType(first, translation, enumeration)
      return element && sql`${element}[]`
    }
    case 'RANGE': {
      const subtype = first && linksOf(first).find(({name}) => name in ranges)
      return subtype && sql`${ranges[subtype.name] ?? ''}`
    }
    case 'ENUM': {
      // The values are often imported: a type is made all the same.
      return enumeration(
        ((first && elementsOf(first)) ?? args).map((value) => translation.value(value) ?? translation.standIn(value))
      )
    }
    case 'DATE':
      return isPostgres ? sql`TIMESTAMP WITH TIME ZONE` : sql`DATETIME${sizeOf(args, translation, sql)}`
    case 'TEXT':
    case 'BLOB': {
      const size = isPostgres ? '' : (translation.string(first)?.toUpperCase() ?? '')
      return sql`${isPostgres && named.name === 'BLOB' ? 'BYTEA' : `${size}${named.name}`}`
    }
    default:
      return plain(named, links, sql, translation)
  }
}

function plain(
  {args = [], name}: Link,
  links: readonly Pick<Link, 'name'>[],
  sql: ReturnType<typeof sqlFor>,
  translation: Translation
): Sql {
  const isPostgres = translation.dialect === 'postgres'
  const has = (wanted: string): boolean => links.some((link) => link.name === wanted)
  const number = numbers[name]
  if (number !== undefined) {
    const rest = ['UNSIGNED', 'ZEROFILL'].filter(has).map((word) => ` ${word}`)
    return isPostgres ? sql`${number}` : sql`${number}${sizeOf(args, translation, sql)}${rest.join('')}`
  }
  const base = sized[name]
  if (base === undefined) return sql`${types[name]?.[isPostgres ? 0 : 1] ?? ''}`
  const isText = name === 'STRING' || name === 'CHAR'
  const isBinary = isText && (has('BINARY') || booleanOf(args[1]) === true)
  if (isBinary && isPostgres) return sql`BYTEA`
  const size = sizeOf(isText ? args.slice(0, 1) : args, translation, sql)
  return sql`${base}${size.length === 0 && isText ? '(255)' : size}${isBinary ? ' BINARY' : ''}`
}

function sizeOf(args: readonly Expression[], translation: Translation, sql: ReturnType<typeof sqlFor>): Sql {
  return args.length === 0 ? [] : sql`(${join(args.map((each) => translation.value(each) ?? []))})`
}

function linksOf(expression: Expression): readonly Link[] {
  const resolved = resolve(expression)
  const {node} = resolved
  if (node.type === 'Identifier') return [{name: node.name, args: undefined, node}]
  const chain = chainOf(resolved)
  // `STRING(20)`, of a name that was imported.
  const {root} = chain ?? {}
  const head: Link[] =
    chain && root?.node.type === 'Identifier' && known(root.node.name)
      ? [{name: root.node.name, args: chain.rootArgs, node: root.node}]
      : []
  return [...head, ...(chain?.links ?? [])]
}

import type {Dialect} from '../../../core/server.js'
import type {Translation} from '../library.js'
import {chainOf} from '../script/chain.js'
import {elementsOf, resolve} from '../script/scope.js'
import type {Expression} from '../script/scope.js'
import {join, sqlFor} from '../text/pieces.js'
import type {Sql} from '../text/pieces.js'

/** By the names in `DataTypes`. https://sequelize.org/docs/v6/other-topics/other-data-types/ */
const types: Readonly<Record<string, readonly [postgres: string, mysql: string]>> = {
  TEXT: ['TEXT', 'TEXT'],
  CITEXT: ['CITEXT', 'TEXT'],
  TINYINT: ['SMALLINT', 'TINYINT'],
  SMALLINT: ['SMALLINT', 'SMALLINT'],
  MEDIUMINT: ['INTEGER', 'MEDIUMINT'],
  INTEGER: ['INTEGER', 'INTEGER'],
  BIGINT: ['BIGINT', 'BIGINT'],
  FLOAT: ['FLOAT', 'FLOAT'],
  REAL: ['REAL', 'REAL'],
  DOUBLE: ['DOUBLE PRECISION', 'DOUBLE PRECISION'],
  BOOLEAN: ['BOOLEAN', 'TINYINT(1)'],
  DATE: ['TIMESTAMP WITH TIME ZONE', 'DATETIME'],
  DATEONLY: ['DATE', 'DATE'],
  TIME: ['TIME', 'TIME'],
  UUID: ['UUID', 'CHAR(36)'],
  JSON: ['JSON', 'JSON'],
  JSONB: ['JSONB', 'JSON'],
  BLOB: ['BYTEA', 'BLOB'],
  INET: ['INET', 'VARCHAR(43)'],
  HSTORE: ['HSTORE', 'JSON'],
  TSVECTOR: ['TSVECTOR', 'TEXT']
}

/** With a length, or two numbers. */
const sized: Readonly<Record<string, string>> = {
  STRING: 'VARCHAR',
  CHAR: 'CHAR',
  DECIMAL: 'DECIMAL',
  NUMERIC: 'DECIMAL'
}

/** The type that `DataTypes.STRING(100)`, or a text, is; `undefined`: nobody knows. */
export function sequelizeType(expression: Expression, translation: Translation): Sql | undefined {
  const sql = sqlFor(expression.node)
  const written = translation.text(expression)
  if (written !== undefined) return written
  const {node} = resolve(expression)
  const links =
    node.type === 'Identifier' ? [{name: node.name, args: undefined}] : (chainOf(resolve(expression))?.links ?? [])
  const named = links.find(({name}) => name in types || name in sized || name === 'ENUM' || name === 'ARRAY')
  if (named === undefined) return undefined
  const args = named.args ?? []
  const [first] = args
  switch (named.name) {
    case 'ARRAY': {
      const element = first && sequelizeType(first, translation)
      return element && sql`${element}[]`
    }
    case 'ENUM':
      return enumeration(args, sql, translation)
    default: {
      const plain = types[named.name]?.[column(translation.dialect)]
      if (plain !== undefined)
        return sql`${plain}${links.some(({name}) => name === 'UNSIGNED') && translation.dialect !== 'postgres' ? ' UNSIGNED' : ''}`
      const numbers = args.map((each) => translation.value(each) ?? [])
      const size =
        numbers.length > 0 ? sql`(${join(numbers)})` : named.name === 'STRING' || named.name === 'CHAR' ? '(255)' : ''
      return sql`${sized[named.name] ?? ''}${size}`
    }
  }
}

/** On PostgreSQL Sequelize makes a type of its own for it; how it is stored is what counts here. */
function enumeration(
  args: readonly Expression[],
  sql: ReturnType<typeof sqlFor>,
  translation: Translation
): Sql | undefined {
  const [first] = args
  const values = (first && elementsOf(first)) ?? args
  const texts = values.map((value) => translation.value(value))
  if (!texts.every((text) => text !== undefined)) return undefined
  return translation.dialect === 'postgres' ? sql`TEXT` : sql`ENUM(${join(texts)})`
}

function column(dialect: Dialect): 0 | 1 {
  return dialect === 'postgres' ? 0 : 1
}

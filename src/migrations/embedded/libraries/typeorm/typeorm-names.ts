/** Names as TypeORM makes and writes them. */
import type {Node} from '@babel/types'
import {createHash} from 'node:crypto'
import {resolve} from '../../script/scope.js'
import type {Expression} from '../../script/scope.js'
import type {Translation} from '../../library.js'
import {optionOf} from '../../text/names.js'
import {sqlFor} from '../../text/pieces.js'
import type {Sql} from '../../text/pieces.js'

/** A table of a call. */
export interface TableName {
  sql: Sql
  /** With its schema, without quotes; `undefined`: known only when the script runs. */
  path: string | undefined
}

/** What `new TableColumn({…})` and its like are given. */
export function optionsOf(expression: Expression): Expression {
  const {node, scope} = resolve(expression)
  const [first] = node.type === 'NewExpression' ? (node.arguments as Node[]) : []
  return first === undefined ? {node, scope} : resolve({node: first, scope})
}

/** A name, or a table that is described; MySQL knows no schemas beside databases. */
export function nameOfTable(expression: Expression, translation: Translation): TableName {
  const options = optionsOf(expression)
  const name = optionOf(options, 'name') ?? expression
  const schema = translation.dialect === 'postgres' ? optionOf(options, 'schema') : undefined
  const [text, before] = [translation.string(name), translation.string(schema)]
  return {
    sql: translation.relation(name, schema),
    path: text === undefined ? undefined : before === undefined ? text : `${before}.${text}`
  }
}

/** The name that something is given, or has itself. */
export function nameIn(expression: Expression, {name}: Translation): Sql {
  return name(optionOf(optionsOf(expression), 'name') ?? expression)
}

/** Something of the schema that the table is in. */
export function besideTable({path}: TableName, name: string, {quote}: Translation): string {
  const schema = path?.includes('.') === true ? path.slice(0, path.lastIndexOf('.')) : 'public'
  return `${quote(schema)}.${quote(name)}`
}

/** How names begin, and how many digits of the digest follow. */
const lengths = {PK: 27, UQ: 27, FK: 27, IDX: 26, CHK: 26, XCL: 26} as const

/**
 * The name that is given, or the one that TypeORM makes of the table and its columns.
 *
 * https://github.com/typeorm/typeorm/blob/master/src/naming-strategy/DefaultNamingStrategy.ts
 */
export function constraintName(
  kind: keyof typeof lengths,
  given: Expression | undefined,
  {path = ''}: TableName,
  columns: readonly string[],
  at: Expression,
  translation: Translation
): Sql {
  if (given) return translation.name(given)
  const key = [path.replace('.', '_'), ...(kind === 'CHK' || kind === 'XCL' ? columns : [...columns].sort())].join('_')
  const digest = createHash('sha1').update(key).digest('hex').slice(0, lengths[kind])
  return sqlFor(at.node)`${translation.quote(`${kind}_${digest}`)}`
}

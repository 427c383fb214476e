/** Names and values of a script as SQL. */
import type {Dialect} from '../../../server/server.js'
import {propertyOf, resolve} from '../script/scope.js'
import type {Expression} from '../script/scope.js'
import {rangeOf, sqlFor} from './pieces.js'
import type {Sql} from './pieces.js'
import {placeholder, readString} from './read-text.js'

/** A name in the quotes of the engine. */
export function quote(name: string, dialect: Dialect): string {
  return dialect === 'postgres' ? `"${name.replaceAll('"', '""')}"` : `\`${name.replaceAll('`', '``')}\``
}

/** A text as SQL has it. */
export function quoteText(text: string, dialect: Dialect): string {
  const quoted = `'${text.replaceAll("'", "''")}'`
  return dialect === 'postgres' ? quoted : quoted.replaceAll('\\', '\\\\')
}

/** The name that an expression is; what is not known beforehand is stood in for, and said. */
export function nameOf(expression: Expression, dialect: Dialect, source: string): Sql {
  const range = rangeOf(expression.node)
  const text = readString(expression, source)
  if (text !== undefined) return [{text: quote(text, dialect), source: range, exact: false}]
  const unknown = placeholder(source, range)
  return [{...unknown, text: quote(unknown.text, dialect)}]
}

/** The same for a name with its schema before a dot; `schema`: where that is said elsewhere. */
export function relationOf(expression: Expression, dialect: Dialect, source: string, schema?: Expression): Sql {
  const sql = sqlFor(expression.node)
  const before = schema && sql`${nameOf(schema, dialect, source)}.`
  const text = readString(expression, source)
  if (text === undefined || !text.includes('.')) return [...(before ?? []), ...nameOf(expression, dialect, source)]
  return sql`${text
    .split('.')
    .map((part) => quote(part, dialect))
    .join('.')}`
}

/** The value that an expression is; `undefined`: not known beforehand, or no plain value. */
export function valueOf(expression: Expression, dialect: Dialect, source: string): Sql | undefined {
  const {node} = resolve(expression)
  const sql = sqlFor(expression.node)
  switch (node.type) {
    case 'NullLiteral':
      return sql`NULL`
    case 'NumericLiteral':
      return sql`${String(node.value)}`
    case 'BooleanLiteral':
      return sql`${String(node.value)}`
    case 'UnaryExpression':
      return node.operator === '-' && node.argument.type === 'NumericLiteral'
        ? sql`-${String(node.argument.value)}`
        : undefined
    default: {
      const text = readString(expression, source)
      return text === undefined ? undefined : sql`${quoteText(text, dialect)}`
    }
  }
}

/** A text that stands in for a value that is known only when the script runs, and says so. */
export function standInFor({node}: Expression, dialect: Dialect, source: string): Sql {
  const unknown = placeholder(source, rangeOf(node))
  return [{...unknown, text: quoteText(unknown.text, dialect)}]
}

/** Whether an expression is `true`, or `false`; `undefined`: that is not known. */
export function booleanOf(expression: Expression | undefined): boolean | undefined {
  if (expression === undefined) return undefined
  const {node} = resolve(expression)
  return node.type === 'BooleanLiteral' ? node.value : undefined
}

/** A property of options that are written out. */
export function optionOf(options: Expression | undefined, name: string): Expression | undefined {
  return options && propertyOf(resolve(options), name)
}

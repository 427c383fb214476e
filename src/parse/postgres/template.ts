/** Placeholders that a runner replaces before the server sees the statement. */
import type {Range} from '../source.js'

// Each alternative ends at a character that it cannot contain, so nothing backtracks over a file.
const placeholder = new RegExp(
  [
    /\$\{[^{}\n]{0,200}\}/, // ${name}: Flyway, Liquibase, goose, shells
    /#\{[^{}\n]{0,200}\}/, // #{name}
    /%\{[^{}\n]{0,200}\}/, // %{name}
    /\{\{[^{}\n]{0,200}\}\}/, // {{name}}: Go templates, Jinja, Mustache
    /\{%[^%\n]{0,200}%\}/, // {% if … %}: Jinja
    /<%[^%\n]{0,200}%>/, // <%= name %>: ERB, EJS
    /\$\([A-Za-z_]\w{0,60}\)/, // $(name): sqlcmd, make
    /@@?[A-Za-z_][\w.]{0,60}@@?/, // @name@: Ant, CMake
    /%\([A-Za-z_]\w{0,60}\)s/, // %(name)s: Python
    /\{\$?[A-Za-z_]\w{0,60}\}/, // {name}, {$name}: format strings, PHP
    /(?<![:\w])::?'[^'\n]{0,200}'/, // :'name': psql, as a literal
    /(?<![:\w]):"[^"\n]{0,200}"/, // :"name": psql, as an identifier
    /(?<![:\w\])]):[A-Za-z_]\w{0,60}/ // :name: psql, and many drivers
  ]
    .map((pattern) => pattern.source)
    .join('|'),
  'g'
)

/** Where placeholders stand, outside of comments and dollar quotes or not: the caller knows what it parses. */
export function findPlaceholders(sql: string): Range[] {
  // All of them contain one of these.
  if (!/[{:@(%]/.test(sql)) return []
  return Array.from(sql.matchAll(placeholder), ({0: {length}, index}) => ({start: index, end: index + length}))
}

/**
 * The statement with every placeholder replaced by something harmless of the same length, in the order
 * in which it is worth trying: as names, as numbers, as strings, as nothing.
 */
export function substitute(sql: string, placeholders: Range[]): string[] {
  return [toName, toNumber, toLiteral, toNothing].map((replace) => {
    let result = ''
    let done = 0
    for (const {end, start} of placeholders) {
      result += sql.slice(done, start) + replace(sql.slice(start, end))
      done = end
    }
    return result + sql.slice(done)
  })
}

/** Whether it is a tag around SQL, or a comment, and no SQL itself. */
export function isControl(placeholder: string): boolean {
  return /^(?:<%(?!=)|\{%|\{\{-?\s*(?:\/\*|(?:if|else|end|range|with|block|define)\b))/.test(placeholder)
}

/** The same placeholder gives the same name wherever it stands: `${schema}` is `__schema_`. */
function toName(placeholder: string): string {
  if (placeholder.startsWith(":'")) return ` ${placeholder.slice(1)}`
  if (placeholder.startsWith(':"')) return ` ${placeholder.slice(1)}`
  if (isControl(placeholder)) return toNothing(placeholder)
  return placeholder.replace(/[^A-Za-z0-9_]/g, '_')
}

function toNumber(placeholder: string): string {
  return '1'.padEnd(placeholder.length)
}

function toLiteral(placeholder: string): string {
  return "''".padEnd(placeholder.length)
}

function toNothing(placeholder: string): string {
  return ' '.repeat(placeholder.length)
}

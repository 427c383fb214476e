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

/** Whether it only opens, parts or ends a branch, or is a comment: a tag such as `include` stands for SQL. */
export function isBranch(placeholder: string): boolean {
  return /^(?:\{\{-?\s*(?:\/\*|(?:if|else|end)\b)|\{%[-+]?\s*(?:if|elif|else|endif)\b)/.test(placeholder)
}

// A name may have any character beyond ASCII, and the server folds none of them: so what a placeholder has that a bare name
// cannot, and its capitals, stand there as characters that no text has, and quoted and bare it is the same name. Signs are
// put as control characters, which are short: a name longer than 63 bytes is cut.
const signs = ' !"#$%&\'()*+,-./:;<=>?@[\\]{|}`'
const firstSign = 0x80
const firstCapital = 0xe000

/** The same placeholder gives the same name wherever it stands; `showPlaceholders` gives it back. */
function toName(placeholder: string): string {
  if (placeholder.startsWith(":'")) return ` ${placeholder.slice(1)}`
  if (placeholder.startsWith(':"')) return ` ${placeholder.slice(1)}`
  if (isControl(placeholder)) return toNothing(placeholder)
  return placeholder.replace(/[^a-z0-9_\x80-\uffff]/g, (character) => {
    if (/[A-Z]/.test(character)) return String.fromCharCode(firstCapital + character.charCodeAt(0))
    const sign = signs.indexOf(character)
    return sign === -1 ? '_' : String.fromCharCode(firstSign + sign)
  })
}

/** Whether placeholders stand in a text as names. */
export function hidesPlaceholders(text: string): boolean {
  return /[\x80-\x9f\ue041-\ue05a]/.test(text)
}

/** A text with its placeholders as they are written; blanks at their braces make no other name of them. */
export function showPlaceholders(text: string): string {
  if (!hidesPlaceholders(text)) return text
  return text
    .replace(/[\x80-\x9f]/g, (character) => signs[character.charCodeAt(0) - firstSign] ?? character)
    .replace(/[\ue041-\ue05a]/g, (character) => String.fromCharCode(character.charCodeAt(0) - firstCapital))
    .replace(/\{\{-?\s*([^{}]*?)\s*-?\}\}/g, '{{$1}}')
}

/** The same for all texts of a tree but bodies of code, which are still to be read. */
export function showPlaceholdersIn<Tree>(tree: Tree): Tree {
  if (typeof tree === 'string') return showPlaceholders(tree) as Tree
  if (typeof tree !== 'object' || tree === null || ('defname' in tree && tree.defname === 'as')) return tree
  if (Array.isArray(tree)) return tree.map((item: unknown) => showPlaceholdersIn(item)) as Tree
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [key, showPlaceholdersIn(value as unknown)])
  ) as Tree
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

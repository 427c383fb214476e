/** The conjuncts of a WHERE as it is written; what is not plainly one of the known forms is `other`. */
import type {Term} from '../touched-rows.js'

const column = String.raw`(?:[\w$]+\.|\x60[^\x60]+\x60\.)*(?:\x60([^\x60]+)\x60|([A-Za-z_$][\w$]*))`
const value = String.raw`(?:-?\d+(?:\.\d+)?|'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|0x[0-9a-fA-F]+|x'[0-9a-fA-F]*'|\?|[:@]+\w+)`

const comparison = new RegExp(`^${column}\\s*(=|<=>|>=|<=|>|<)\\s*${value}$`, 'i')
const join = new RegExp(`^${column}\\s*=\\s*${column}$`, 'i')
const isNull = new RegExp(`^${column}\\s+is\\s+null$`, 'i')
const list = new RegExp(`^${column}\\s+in\\s*\\(\\s*${value}(?:\\s*,\\s*${value})*\\s*\\)$`, 'i')
const between = new RegExp(`^${column}\\s+between\\s+${value}\\s+and\\s+${value}$`, 'i')

/** MySQL takes a `LIMIT` in a sub-select of `IN` only one level down, in a derived table; MariaDB likewise. */
const limited = new RegExp(
  `^${column}\\s+in\\s*\\(\\s*select\\b[^()]*\\bfrom\\s*\\(\\s*select\\b[^()]*\\blimit\\s+\\d+\\s*\\)\\s*(?:as\\s+)?[\\w\\x60]+\\s*\\)$`,
  'i'
)

const kinds: Readonly<Record<string, 'equals' | 'from' | 'to'>> = {
  '=': 'equals',
  '<=>': 'equals',
  '>': 'from',
  '>=': 'from',
  '<': 'to',
  '<=': 'to'
}

/** Read the conjuncts of a condition. */
export function textTerms(text: string): Term[] {
  return splitConjuncts(unwrap(text.trim())).map(readTerm)
}

function readTerm(text: string): Term {
  if (/^(?:true|(\d+)\s*=\s*\1|[1-9]\d*)$/i.test(text)) return {kind: 'true'}

  const compared = comparison.exec(text)
  const kind = kinds[compared?.[3] ?? '']
  if (compared && kind) return {kind, column: compared[1] ?? compared[2] ?? ''}

  const empty = isNull.exec(text)
  if (empty) return {kind: 'null', column: empty[1] ?? empty[2] ?? ''}
  if (join.test(text)) return {kind: 'join'}

  const listed = list.exec(text)
  if (listed) return {kind: 'equals', column: listed[1] ?? listed[2] ?? ''}

  if (limited.test(text)) return {kind: 'limited'}

  const ranged = between.exec(text)
  return ranged ? {kind: 'between', column: ranged[1] ?? ranged[2] ?? ''} : {kind: 'other'}
}

/** Split at `AND` (or `&&`) outside of parentheses, quotes and `BETWEEN`; all of it is one with an `OR`. */
function splitConjuncts(text: string): string[] {
  const parts: string[] = []
  let [depth, start, ranges] = [0, 0, 0]

  for (const {0: token, index} of text.matchAll(
    /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`|[()]|\|\||&&|[A-Za-z_$][\w$]*/g
  )) {
    const word = token.toLowerCase()
    if (word === '(') depth++
    else if (word === ')') depth--
    else if (depth > 0) continue
    else if (word === 'or' || word === '||' || word === 'xor') return [text]
    else if (word === 'between') ranges++
    else if (word === 'and' && ranges > 0) ranges--
    else if (word === 'and' || word === '&&') {
      parts.push(text.slice(start, index))
      start = index + token.length
    }
  }

  parts.push(text.slice(start))
  return parts.length === 1 ? [text.trim()] : parts.flatMap((part) => splitConjuncts(unwrap(part.trim())))
}

/** Take off parentheses that enclose all of it. */
function unwrap(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text
  let depth = 0
  for (const {0: token, index} of text.matchAll(/'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`|[()]/g)) {
    if (token === '(') depth++
    else if (token === ')') depth--
    if (depth === 0 && index < text.length - 1) return text
  }
  return unwrap(text.slice(1, -1).trim())
}

/** Constants that a statement puts into columns, where these tell which partition a row is in. */
import type {Cursor, ParseContext} from '../../../parse/mysql/cursor.js'
import type {Constant, Span} from '../../definitions.js'
import {widenTo} from '../../span.js'
import {toTime} from '../times.js'

/** Of each column; `null`: not all of its values are constants of one kind. */
type Spans = Array<Span | null>

/** Digits that a number of JavaScript holds, and a string that may be a time. */
const [mostDigits, longestTime] = [15, 32]

/** The constant from a token to before another; `null`: something else stands there. */
function constantAt(cursor: Cursor, from: number, to: number): Constant | null {
  const first = cursor.tokens[from]
  const negative = first?.upper === '-'
  const token = negative ? cursor.tokens[from + 1] : first
  if (!token || to - from !== (negative ? 2 : 1)) return null
  if (token.type === 'number' && token.end - token.start <= mostDigits) {
    const text = cursor.textOf(token)
    return /^\d+$/.test(text) ? Number(text) * (negative ? -1 : 1) : null
  }
  if (negative || token.type !== 'string' || token.end - token.start > longestTime) return null
  return toTime(cursor.textOf(token)) ?? null
}

const speaking = new WeakMap<ParseContext, boolean>()

/** Whether values may matter at all: files of seed rows are long, and few speak of partitions. */
export function speaksOfPartitions(context: ParseContext): boolean {
  const known = speaking.get(context) ?? /\bPARTITION\b/i.test(context.text)
  speaking.set(context, known)
  return known
}

/** The spans with one more row in them, which stands from a token to before another; `undefined`: it is the first. */
export function widen(spans: Spans | undefined, cursor: Cursor, from: number, to: number): Spans {
  const wider: Spans = []
  let [depth, start] = [0, from]
  for (let index = from; index <= to; index++) {
    const word = index < to ? cursor.tokens[index]?.upper : ','
    if (word === '(') depth++
    else if (word === ')') depth--
    else if (word === ',' && depth === 0) {
      const before = spans?.[wider.length]
      wider.push(spans && !before ? null : widenTo(before, constantAt(cursor, start, index)))
      start = index + 1
    }
  }
  return wider
}

const endOfList = new Set(['FROM', 'WHERE', 'LIMIT', 'ORDER', 'GROUP', 'HAVING', 'INTO', 'FOR', 'UNION'])
const furtherQuery = new Set(['UNION', 'EXCEPT', 'INTERSECT', 'MINUS'])

/** The constants that a query gives for each of its rows; none where it is not one plain `SELECT`. */
export function spansOfSelect(cursor: Cursor, from: number, to: number): Spans | undefined {
  let depth = 0
  let list: {from: number; to?: number} | undefined
  for (let index = from; index < to; index++) {
    const word = cursor.tokens[index]?.upper ?? ''
    if (word === '(') depth++
    else if (word === ')') depth--
    else if (depth > 0) continue
    else if (furtherQuery.has(word)) return undefined
    else if (word === 'SELECT') list ??= {from: index + 1}
    else if (list && list.to === undefined && endOfList.has(word)) list.to = index
    // How many columns it stands for is not known here.
    else if (list && list.to === undefined && word === '*' && startsItem(cursor, index)) return undefined
  }
  return list && widen(undefined, cursor, list.from, list.to ?? to)
}

/** `*` and `t.*`, not a product. */
function startsItem({tokens}: Cursor, index: number): boolean {
  return ['SELECT', ',', '.', 'DISTINCT', 'ALL'].includes(tokens[index - 1]?.upper ?? '')
}

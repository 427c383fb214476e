/** Bodies of routines and blocks: literals whose content is code. */
import type {Source, Stretch} from '../source.js'
import {findToken, tokenAt, wholeOf} from '../source.js'

/** A body and where it stands. */
export interface Body {
  text: string
  /** From a position in `text` to one in the file; `undefined` where that is not known. */
  toFile: ((position: number) => number) | undefined
}

/** The literal of a body as the statement has it. `text`: its value, which the tree knows. */
export function findBody(source: Source, text: string): Body {
  const whole = wholeOf(source)
  const literal = findLiteral(whole, text)
  const token = literal === -1 ? undefined : tokenAt(whole, literal)
  const map = token && mapLiteral(token.text, text)
  const {toFile} = source
  return {text, toFile: token && map && toFile && ((position) => toFile(token.start + map(position)))}
}

/** The first literal with that value; language names and settings are literals too. */
function findLiteral(whole: Stretch, text: string): number {
  for (let index = whole.from; ; index++) {
    const token = tokenAt(whole, index)
    if (!token) return -1
    if ((token.kind === 'dollar' || token.kind === 'string') && mapLiteral(token.text, text)) return index
  }
  return -1
}

/** From a position in the value of a literal to one in the literal; `undefined` where it has another value. */
export function mapLiteral(literal: string, value: string): ((position: number) => number) | undefined {
  const open = literal.startsWith('$') ? literal.indexOf('$', 1) + 1 : literal.startsWith("'") ? 1 : 0
  // Strings with escapes do not show their value.
  if (open === 0) return undefined
  const content = literal.slice(open, literal.length - open)
  if (content === value) return (position) => open + position
  if (open !== 1 || content.replaceAll("''", "'") !== value) return undefined

  const doubled: number[] = []
  for (let quote = content.indexOf("''"); quote !== -1; quote = content.indexOf("''", quote + 2)) {
    doubled.push(quote - doubled.length)
  }
  return (position) => open + position + countBelow(doubled, position)
}

/** How many of the doubled quotes stand before a position of the value. */
function countBelow(sorted: number[], position: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) < position) low = middle + 1
    else high = middle
  }
  return low
}

/** What stands between `BEGIN ATOMIC` and `END`; empty for `RETURN expression`, which runs no statement. */
export function findAtomicBody(source: Source): Body {
  const whole = wholeOf(source)
  const {sql, toFile} = source
  const atomic = tokenAt(whole, findToken(whole, ['ATOMIC']))
  if (!atomic) return {text: '', toFile: undefined}
  const end = sql.toUpperCase().lastIndexOf('END')
  return {text: sql.slice(atomic.end, end), toFile: toFile && ((position) => toFile(atomic.end + position))}
}

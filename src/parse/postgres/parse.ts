/** Text → statements, each parsed alone, so that a broken one hides no other. */
import type {Node} from 'libpg-query'
import type {Comment, Problem, Range} from '../source.js'
import type {ToCodeUnits} from './bytes.js'
import {mapBytes} from './bytes.js'
import type {Library} from './library.js'
import {describeFault} from './message.js'
import type {ClientCommand} from './psql.js'
import type {Segment, Splitter} from './split.js'
import {createSplitter, nextPiece, resumeAt} from './split.js'
import {findPlaceholders, isBranch, isControl, substitute} from './template.js'

/** A statement that the grammar accepts. */
export interface ParsedStatement {
  range: Range
  node: Node
  /** Its text; placeholders and what is psql's alone are replaced in it, offsets are not changed by that. */
  sql: string
  /** From a location in the tree to an offset into `sql`; `range.start` must be added for one into the file. */
  toCodeUnits: ToCodeUnits
  /** It stands between `\if` and `\endif`. */
  conditional: boolean
}

/** What stands in a file, in order. */
export type ParsedItem =
  {statement: ParsedStatement} | {unreadable: Range; problem: Problem} | {connect: string; range: Range}

export interface ParsedScript {
  items: ParsedItem[]
  comments: Comment[]
}

/** Recovery from broken statements looks at no more than this many times the length of the text. */
const recoveryFactor = 4

/** Parse a file, or a stretch of one. Never throws for what stands in it. */
export function parseScript(library: Library, text: string, start = 0, limit = text.length): ParsedScript {
  const rubbish = findRubbish(text, start, limit)
  if (rubbish) return {items: [rubbish], comments: []}

  // A byte order mark is no white space for the server, but no runner sends it.
  const splitter = createSplitter(text, text.charCodeAt(start) === 0xfeff ? start + 1 : start, limit)
  const items: ParsedItem[] = []
  const budget = {left: recoveryFactor * (limit - start) + 65_536}
  for (let piece = nextPiece(splitter); piece; piece = nextPiece(splitter)) {
    if ('segment' in piece) items.push(...parseOrRecover(library, splitter, piece.segment, budget))
    else items.push(...readClient(piece.client))
  }
  return {items, comments: splitter.comments}
}

// What no text has, and what the decoder puts in place of bytes that are no UTF-8.

const binary = /[\0-\x08\x0e-\x1a\x1c-\x1f\ufffd]/g

/** A file that is no text at all is one problem, not one for each semicolon in it. */
function findRubbish(text: string, start: number, limit: number): ParsedItem | undefined {
  const head = text.slice(start, Math.min(limit, start + 4096))
  const suspicious = head.match(binary)?.length ?? 0
  const zero = text.indexOf('\0', start)
  const hasZero = zero !== -1 && zero < limit
  if (!hasZero && suspicious * 10 <= head.length) return undefined

  const place = hasZero ? zero : start + head.search(binary)
  const message = 'Unexpected binary data, expected SQL in UTF-8'
  const problem: Problem = {message, range: {start: place, end: place + 1}, reason: 'syntax'}
  return {unreadable: {start, end: limit}, problem}
}

function readClient({connect, end, problem, start}: ClientCommand): ParsedItem[] {
  if (problem) return [{unreadable: {start, end}, problem}]
  return connect === undefined ? [] : [{connect, range: {start, end}}]
}

/** What cannot be read may have swallowed the statements after it: then it ends earlier, and they are read afresh. */
function parseOrRecover(library: Library, splitter: Splitter, segment: Segment, budget: {left: number}): ParsedItem[] {
  const {text} = splitter.lexer
  const items = parseSegment(library, text, segment)
  if (segment.cut === undefined || items.some((item) => 'statement' in item)) return items

  budget.left -= segment.end - segment.cut
  if (budget.left < 0) return items
  resumeAt(splitter, segment.cut + 1)
  return parseSegment(library, text, {...segment, end: segment.cut})
}

function parseSegment(library: Library, text: string, segment: Segment): ParsedItem[] {
  const {conditional, end, holes, start} = segment
  const range = {start, end}
  let sql = text.slice(start, end)
  for (const hole of holes) {
    const [from, to] = [hole.start - start, hole.end - start]
    if (to <= sql.length) sql = sql.slice(0, from) + ' '.repeat(to - from) + sql.slice(to)
  }
  // Half a pair is no character; it has no bytes that the server could be sent.
  if (/\p{Surrogate}/u.test(sql)) sql = sql.replace(/\p{Surrogate}/gu, '\ufffd')

  const result = library.parse(sql)
  if ('node' in result) {
    return [{statement: {range, node: result.node, sql, toCodeUnits: mapBytes(sql), conditional}}]
  }

  const placeholders = findPlaceholders(sql)
  const candidates = placeholders.length > 0 ? substitute(sql, placeholders) : []
  let {fault} = result
  for (const [index, candidate] of candidates.entries()) {
    const retry = library.parse(candidate)
    if ('node' in retry) {
      const front = statementsInFront(sql, candidate, placeholders)
      const cut = front.at(-1)?.end
      if (cut !== undefined) {
        const rest = parseSegment(library, text, {...segment, start: start + cut})
        return [...front.map((place) => unreadTemplate(text, start, place)), ...rest]
      }
      return [{statement: {range, node: retry.node, sql: candidate, toCodeUnits: mapBytes(candidate), conditional}}]
    }
    // With names in their places, the fault is where the rest of the statement has one.
    if (index === 0) fault = retry.fault
  }

  // The `{{end}}` after the last statement of a branch.
  const blank = placeholders.every(({end: to, start: from}) => isBranch(sql.slice(from, to)))
    ? candidates[0]
    : undefined
  if (blank?.trim() === '') return []

  const problem = describeFault(candidates[0] ?? sql, fault)
  const hit = placeholders.find(
    (place) => fault.position === undefined || (place.start < problem.range.end && problem.range.start < place.end)
  )
  const at = hit ?? problem.range
  const message = hit ? `Unexpected \`${sql.slice(hit.start, hit.end)}\`` : problem.message
  const reason = placeholders.length > 0 ? 'template' : 'syntax'
  return [{unreadable: range, problem: {message, range: {start: start + at.start, end: start + at.end}, reason}}]
}

/** A template in front of a statement that is none of its words stands for statements of its own. */
function statementsInFront(sql: string, candidate: string, placeholders: readonly Range[]): Range[] {
  const head = candidate.length - candidate.trimStart().length
  return placeholders.filter(({end, start}) => end <= head && !isControl(sql.slice(start, end)))
}

function unreadTemplate(text: string, offset: number, {end, start}: Range): ParsedItem {
  const range = {start: offset + start, end: offset + end}
  const message = `Unexpected \`${text.slice(range.start, range.end)}\``
  return {unreadable: range, problem: {message, range, reason: 'template'}}
}

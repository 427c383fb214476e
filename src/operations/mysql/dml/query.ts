import type {Cursor} from '../../../parse/mysql/cursor.js'
import {unquoteName} from '../../../parse/mysql/tokens/unquote.js'
import type {Expression, Name} from '../../definitions.js'

/** What a stretch of a statement reads: relations in `FROM` and `JOIN`, of sub-queries too, and functions. */
export interface QueryReading {
  reads: Name[]
  calls: Array<{function: Name; arguments: Expression[]}>
  /** Names of the result's columns, where they are plain columns or have an alias. */
  columns: string[]
  /** All columns of some table are among them, whichever those are. */
  star: boolean
}

/** One level of parentheses. */
interface Frame {
  /** Commas separate tables here. */
  from: boolean
  /** A table may come next. */
  expecting: boolean
  /** `FROM` is a word of a function: `EXTRACT(YEAR FROM a)`. */
  call: boolean
}

const endOfFrom = new Set(
  ['WHERE', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', 'UNION', 'EXCEPT', 'INTERSECT', 'SET', 'WINDOW', 'FOR', 'INTO'].concat(
    ['SELECT', 'VALUES', 'ON', 'USING', 'PARTITION', 'PROCEDURE', 'RETURNING']
  )
)
const joins = new Set(['FROM', 'JOIN', 'STRAIGHT_JOIN'])
const beforeTable = new Set(['LATERAL', 'LOW_PRIORITY', 'IGNORE'])
const functionsWithFrom = new Set(['EXTRACT', 'TRIM', 'SUBSTRING', 'SUBSTR', 'MID', 'OVERLAY'])

/** Find out from the tokens alone, from one number to before another, what they read. */
export function readQuery(cursor: Cursor, from: number, to: number): QueryReading {
  const commonTables = findCommonTables(cursor, from, to)
  const reads = new Map<string, Name>()
  const calls: QueryReading['calls'] = []
  const frames: Frame[] = [{from: false, expecting: false, call: false}]
  for (let index = from; index < to; index++) {
    const frame = frames.at(-1)
    const word = cursor.tokens[index]?.upper ?? ''
    if (!frame) break
    if (word === '(') frames.push(openFrame(cursor, index, frame))
    else if (word === ')') {
      if (frames.length > 1) frames.pop()
    } else if (joins.has(word) || isUpdate(cursor, index)) startFrom(frame, word)
    else if (word === ',') frame.expecting = frame.from
    else if (word === 'TABLE' && isTableStatement(cursor, index)) frame.expecting = true
    else if (endOfFrom.has(word) && !frame.expecting) leaveFrom(frame, word)
    else if (frame.expecting && !beforeTable.has(word) && isNameAt(cursor, index)) {
      frame.expecting = false
      const read = nameAt(cursor, index)
      index = read.end - 1
      const key = `${read.name.schema ?? ''}\0${read.name.name}`
      const isCommon = read.name.schema === undefined && commonTables.has(read.name.name.toLowerCase())
      if (cursor.tokens[read.end]?.upper !== '(' && !isCommon && !isDual(read.name)) reads.set(key, read.name)
    } else {
      frame.expecting = frame.expecting && beforeTable.has(word)
      const call = readCall(cursor, index, to)
      if (call) calls.push(call)
    }
  }
  return {reads: [...reads.values()], calls, ...resultColumns(cursor, from, to)}
}

function openFrame(cursor: Cursor, index: number, outer: Frame): Frame {
  // `FROM (a JOIN b)`: tables go on inside; after a query in parentheses comes its alias.
  const tables = outer.expecting
  outer.expecting = false
  const before = cursor.tokens[index - 1]?.upper ?? ''
  return {from: tables, expecting: tables, call: functionsWithFrom.has(before)}
}

function startFrom(frame: Frame, word: string): void {
  if (word === 'FROM' && frame.call) return
  frame.from = true
  frame.expecting = true
}

function leaveFrom(frame: Frame, word: string): void {
  // After `ON` and `USING` a comma or a join goes on with tables.
  if (word !== 'ON' && word !== 'USING' && word !== 'PARTITION') frame.from = false
  frame.expecting = false
}

/** `UPDATE a`, `WITH … UPDATE a`, but not `FOR UPDATE`. */
function isUpdate({tokens}: Cursor, index: number): boolean {
  return tokens[index]?.upper === 'UPDATE' && (index === 0 || tokens[index - 1]?.upper === ')')
}

function isTableStatement(cursor: Cursor, index: number): boolean {
  const before = cursor.tokens[index - 1]?.upper
  return before === undefined || ['(', 'UNION', 'ALL', 'DISTINCT', 'EXCEPT', 'INTERSECT', 'AS'].includes(before)
}

/** `FROM DUAL` reads nothing. */
export function isDual({name, schema}: Name): boolean {
  return schema === undefined && name.toUpperCase() === 'DUAL'
}

/** Whether a token may be a name; reserved words are none. */
export function isNameAt({context, tokens}: Cursor, index: number): boolean {
  const token = tokens[index]
  if (!token) return false
  if (token.type === 'quoted' || token.type === 'placeholder') return true
  return token.type === 'word' && !context.reserved.has(token.upper)
}

/** A name at a place, with its database, and the number of the token after it. */
export function nameAt({context, tokens}: Cursor, index: number): {name: Name; end: number} {
  const first = tokens[index]
  const second = tokens[index + 2]
  const text = first ? unquoteName(context.text, first) : ''
  const qualified = tokens[index + 1]?.upper === '.' && (second?.type === 'word' || second?.type === 'quoted')
  if (!qualified) return {name: {name: text}, end: index + 1}
  return {name: {schema: text, name: unquoteName(context.text, second)}, end: index + 3}
}

/** Names that `WITH` defines; they are no relations. */
function findCommonTables(cursor: Cursor, from: number, to: number): Set<string> {
  const names = new Set<string>()
  for (let index = from; index < to; index++) {
    if (cursor.tokens[index]?.upper !== 'AS' || cursor.tokens[index + 1]?.upper !== '(') continue
    if (!['SELECT', 'WITH', 'VALUES', 'TABLE', '('].includes(cursor.tokens[index + 2]?.upper ?? '')) continue
    let start = index - 1
    if (cursor.tokens[start]?.upper === ')') while (start > from && cursor.tokens[start--]?.upper !== '(') continue
    const before = cursor.tokens[start - 1]?.upper ?? ''
    const token = cursor.tokens[start]
    const isCommon = before === 'WITH' || before === 'RECURSIVE' || before === ','
    if (token && isCommon && isNameAt(cursor, start)) names.add(unquoteName(cursor.context.text, token).toLowerCase())
  }
  return names
}

function readCall(cursor: Cursor, index: number, to: number): QueryReading['calls'][number] | undefined {
  if (!isNameAt(cursor, index) || cursor.tokens[index - 1]?.upper === '.') return undefined
  const {end, name} = nameAt(cursor, index)
  if (cursor.tokens[end]?.upper !== '(') return undefined
  const argumentList: Expression[] = []
  let depth = 0
  let start = end + 1
  for (let at = end; at < to; at++) {
    const word = cursor.tokens[at]?.upper
    if (word === '(') depth++
    else if (word === ')') depth--
    const last = depth === 0
    if ((last || (depth === 1 && word === ',')) && at > start) argumentList.push({text: textBetween(cursor, start, at)})
    if (last) break
    if (depth === 1 && word === ',') start = at + 1
  }
  return {function: name, arguments: argumentList}
}

/** The text of tokens from one number to before another. */
export function textBetween({context, tokens}: Cursor, from: number, to: number): string {
  const first = tokens[from]
  const last = tokens[to - 1]
  return first && last && to > from ? context.text.slice(first.start, last.end) : ''
}

/** Names of the columns between `SELECT` and `FROM`. */
function resultColumns(cursor: Cursor, from: number, to: number): Pick<QueryReading, 'columns' | 'star'> {
  const columns: string[] = []
  let star = false
  if (cursor.tokens[from]?.upper !== 'SELECT') return {columns, star}
  let depth = 0
  for (let index = from + 1; index <= to; index++) {
    const word = index < to ? (cursor.tokens[index]?.upper ?? '') : 'FROM'
    if (word === '(') depth++
    else if (word === ')') depth--
    else if (depth === 0 && (word === ',' || word === 'FROM')) {
      const last = cursor.tokens[index - 1]
      if (last && isNameAt(cursor, index - 1)) columns.push(unquoteName(cursor.context.text, last))
      star ||= last?.upper === '*'
      if (word === 'FROM') break
    }
  }
  return {columns, star}
}

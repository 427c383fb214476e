import type {Cursor} from '../../../parse/mysql/cursor.js'
import {userVariableName} from '../../../parse/mysql/grammar/statement/set.js'
import {unquoteName, unquoteString} from '../../../parse/mysql/tokens/unquote.js'
import {guardsOf} from './guard.js'
import type {Asked, Possible, PossibleText, Run} from './run.js'

/** More than so many ways to put a text together are not followed. */
const limit = 16

/**
 * Find out which texts an expression may be, where that is certain: literals, `CONCAT` of them, and
 * `IF` or `CASE` between them.
 *
 * @param from Number of its first token.
 * @param to Number of the token after its last.
 */
export function possibleTexts(run: Run, cursor: Cursor, from: number, to: number): Possible {
  const token = cursor.tokens[from]
  if (!token || to <= from) return undefined
  if (token.upper === '(' && closing(cursor, from) === to - 1) return possibleTexts(run, cursor, from + 1, to - 1)
  if (token.upper === 'SELECT') return possibleTexts(run, cursor, from + 1, endOfSelect(cursor, from + 1, to))
  if (token.type === 'string') return literal(cursor, from, to)
  if (to - from === 1) {
    if (token.type === 'variable') return run.variables.get(userVariableName(cursor.textOf(token)))
    if (token.type === 'word' || token.type === 'quoted') {
      return run.locals.get(unquoteName(cursor.context.text, token).toLowerCase())
    }
    return token.type === 'number' ? [{...rangeOf(cursor, from, to), text: cursor.textOf(token)}] : undefined
  }
  if (token.upper === 'CASE') return possibleCase(run, cursor, from + 1, to - 1)
  if (cursor.tokens[from + 1]?.upper !== '(' || closing(cursor, from + 1) !== to - 1) return undefined
  return possibleCall(run, cursor, token.upper, split(cursor, from + 2, to - 1, ','))
}

type Part = readonly [from: number, to: number]

function possibleCall(run: Run, cursor: Cursor, name: string, parts: Part[]): Possible {
  const read = ([from, to]: Part) => possibleTexts(run, cursor, from, to)
  switch (name) {
    case 'IF':
      return parts.length === 3 ? possibleIf(run, cursor, parts, read) : undefined
    case 'IFNULL':
    case 'COALESCE':
      return union(parts.map(read))
    case 'CONCAT': {
      const first = parts[0]?.[0] ?? 0
      return concatenate(parts.map(read), rangeOf(cursor, first, parts.at(-1)?.[1] ?? first))
    }
    default:
      return undefined
  }
}

/** Either text, each where what the condition asks of the schema is so. */
function possibleIf(run: Run, cursor: Cursor, parts: Part[], read: (part: Part) => Possible): Possible {
  const [condition = [0, 0], ...results] = parts
  const head = cursor.tokens.slice(...condition)
  return union(
    results.map((part, index) => {
      // Places in a prepared text are not those of the file.
      const guards = run.inPrepared ? [] : guardsOf([{head, holds: index === 0}], run.context, run)
      if (guards.length === 0) return read(part)
      return read(part)?.map((each) => ({...each, asked: both({guards, change: run.changes.count}, each.asked)}))
    })
  )
}

/** What was asked for each of two parts of a text; of questions before a change only the later ones count. */
function both(one: Asked | undefined, other: Asked | undefined): Asked | undefined {
  if (!one || !other) return one ?? other
  if (one.change !== other.change) return one.change > other.change ? one : other
  return {guards: [...one.guards, ...other.guards], change: one.change}
}

function possibleCase(run: Run, cursor: Cursor, from: number, to: number): Possible {
  const results: Possible[] = []
  for (let index = from; index < to; index++) {
    const word = cursor.tokens[index]?.upper
    if (word !== 'THEN' && word !== 'ELSE') continue
    let end = index + 1
    while (end < to && !['WHEN', 'ELSE'].includes(cursor.tokens[end]?.upper ?? '')) end++
    results.push(possibleTexts(run, cursor, index + 1, end))
    index = end - 1
  }
  return results.length > 0 ? union(results) : undefined
}

function literal(cursor: Cursor, from: number, to: number): Possible {
  const {context, tokens} = cursor
  const strings = tokens.slice(from, to)
  if (!strings.every(({type}) => type === 'string')) return undefined
  const written = strings.map((token) => cursor.textOf(token))
  const text = written.map(unquoteString).join('')
  const verbatim = strings.length === 1 && written[0]?.slice(1, -1) === text
  const {range} = rangeOf(cursor, from, to)
  return [{text, range, start: verbatim && context.text.length > 0 ? range.start + 1 : undefined}]
}

function rangeOf(cursor: Cursor, from: number, to: number): Pick<PossibleText, 'range' | 'start'> {
  const range = {start: cursor.tokens[from]?.start ?? 0, end: cursor.tokens[to - 1]?.end ?? 0}
  return {range, start: undefined}
}

function union(all: readonly Possible[]): Possible {
  const texts: PossibleText[] = []
  for (const possible of all) {
    if (!possible) return undefined
    texts.push(...possible)
  }
  return texts.length <= limit ? texts : undefined
}

function concatenate(parts: readonly Possible[], at: Pick<PossibleText, 'range' | 'start'>): Possible {
  let texts: Array<Pick<PossibleText, 'asked' | 'text'>> = [{text: ''}]
  for (const part of parts) {
    if (!part || part.length * texts.length > limit) return undefined
    texts = texts.flatMap(({asked, text}) =>
      part.map((more) => ({text: text + more.text, asked: both(asked, more.asked)}))
    )
  }
  return texts.map((each) => ({...at, ...each}))
}

/** Number of the parenthesis that closes one. */
function closing({tokens}: Cursor, open: number): number {
  let depth = 0
  for (let index = open; index < tokens.length; index++) {
    const word = tokens[index]?.upper
    if (word === '(') depth++
    else if (word === ')' && --depth === 0) return index
  }
  return -1
}

function split({tokens}: Cursor, from: number, to: number, separator: string): Part[] {
  const parts: Part[] = []
  let depth = 0
  let start = from
  for (let index = from; index < to; index++) {
    const word = tokens[index]?.upper
    if (word === '(') depth++
    else if (word === ')') depth--
    else if (word === separator && depth === 0) {
      parts.push([start, index])
      start = index + 1
    }
  }
  parts.push([start, to])
  return parts
}

function endOfSelect(cursor: Cursor, from: number, to: number): number {
  let depth = 0
  for (let index = from; index < to; index++) {
    const word = cursor.tokens[index]?.upper ?? ''
    if (word === '(') depth++
    else if (word === ')') depth--
    else if (depth === 0 && ['FROM', 'AS', ',', 'INTO', 'LIMIT'].includes(word)) return index
  }
  return to
}

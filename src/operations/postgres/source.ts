/** Where things of the tree stand in the text: the tree has few locations and no ends, tokens have both. */
import type {Range} from '../../parse/source.js'
import type {ToCodeUnits} from '../../parse/postgres/bytes.js'
import type {Token} from '../../parse/postgres/tokens.js'
import {showPlaceholders} from '../../parse/postgres/template.js'
import {tokenize} from '../../parse/postgres/tokens.js'

/** A statement's text and its place in the file. */
export interface Source {
  readonly sql: string
  /** The same as it stands in the file, with its placeholders; `undefined`: it has none. */
  readonly written?: string
  /** From a position in `sql` to one in the file; `undefined` where the text does not stand there as it is. */
  readonly toFile: ((position: number) => number) | undefined
  /** From a location in the tree to a position in `sql`. */
  readonly toCodeUnits: ToCodeUnits
  /** The whole statement, in the file. */
  readonly range: Range
  tokens?: Token[]
}

/** A run of tokens of a statement, `to` exclusive. */
export interface Stretch {
  source: Source
  from: number
  to: number
}

function tokensOf(source: Source): Token[] {
  return (source.tokens ??= tokenize(source.sql))
}

/** The whole statement as a stretch. */
export function wholeOf(source: Source): Stretch {
  // Most statements are never asked for their tokens.
  return {source, from: 0, to: Infinity}
}

/** The token at an index, if the stretch has it. */
export function tokenAt({from, source, to}: Stretch, index: number): Token | undefined {
  return index >= from && index < to ? tokensOf(source)[index] : undefined
}

function lastOf(stretch: Stretch): Token | undefined {
  return tokenAt(stretch, Math.min(stretch.to, tokensOf(stretch.source).length) - 1)
}

/** Where a stretch stands in the file; the whole statement, where it is empty. */
export function rangeOf(stretch: Stretch): Range {
  if (stretch.from === 0 && stretch.to === Infinity) return stretch.source.range
  const first = tokenAt(stretch, stretch.from)
  const last = lastOf(stretch)
  return first && last ? placeOf(stretch.source, {start: first.start, end: last.end}) : stretch.source.range
}

/** Where a part of the statement's text stands in the file. */
export function placeOf({range, toFile}: Source, {end, start}: Range): Range {
  return toFile ? {start: toFile(start), end: toFile(end - 1) + 1} : range
}

/** The text of a stretch as written, comments in it included. */
export function textOf(stretch: Stretch | undefined): string {
  const first = stretch && tokenAt(stretch, stretch.from)
  const last = stretch && lastOf(stretch)
  if (!first || !last) return ''
  return showPlaceholders((stretch.source.written ?? stretch.source.sql).slice(first.start, last.end))
}

/** Index of the token at or after a location of the tree. */
export function indexAt(source: Source, location: number | undefined): number {
  const position = source.toCodeUnits(location ?? 0)
  const tokens = tokensOf(source)
  let low = 0
  let high = tokens.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((tokens[middle]?.start ?? 0) < position) low = middle + 1
    else high = middle
  }
  return low
}

/** Depth of brackets at the beginning of a stretch. */
export function depthOf(stretch: Stretch): number {
  return tokenAt(stretch, stretch.from)?.depth ?? 0
}

/** Index of the first of some words or symbols at the stretch's own depth, `-1` where there is none. */
export function findToken(
  stretch: Stretch,
  texts: readonly string[],
  from = stretch.from,
  depth = depthOf(stretch)
): number {
  for (let index = from; index < stretch.to; index++) {
    const token = tokenAt(stretch, index)
    if (!token) break
    if (token.depth === depth && texts.includes(token.text)) return index
  }
  return -1
}

/** The part of a stretch from a token to another or to its end. */
export function cut(stretch: Stretch, from: number, to = stretch.to): Stretch {
  return {source: stretch.source, from, to: to === -1 ? stretch.to : to}
}

/** Split at the commas of its own depth; an empty stretch has no parts. */
export function splitAtCommas(stretch: Stretch): Stretch[] {
  const parts: Stretch[] = []
  let {from} = stretch
  for (let comma = findToken(stretch, [',']); comma !== -1; comma = findToken(stretch, [','], from)) {
    parts.push(cut(stretch, from, comma))
    from = comma + 1
  }
  if (tokenAt(stretch, from)) parts.push(cut(stretch, from))
  return parts
}

/** What stands between the brackets that open at an index; `undefined` where none opens there. */
export function insideBrackets(stretch: Stretch, open: number): Stretch | undefined {
  const token = tokenAt(stretch, open)
  if (token?.text !== '(') return undefined
  const close = findToken(stretch, [')'], open + 1, token.depth)
  return close === -1 ? undefined : cut(stretch, open + 1, close)
}

/** Index after a name that may be qualified. */
export function skipName(stretch: Stretch, from: number): number {
  let index = from + 1
  while (tokenAt(stretch, index)?.text === '.') index += 2
  return index
}

/** The way from a text that is put together of pieces to where they come from. */
import type {Edit, Fix} from '../../fixing/fix.js'
import type {Range} from '../../../parse/source.js'
import type {Piece} from './pieces.js'

/** Where a piece stands in the text. */
export interface Span extends Range {
  piece: Piece
}

/** The same place in the source; of what does not stand there letter by letter, all that it comes from. */
export function mapRange({end, start}: Range, spans: readonly Span[]): Range {
  const first = spanAt(start, spans) ?? spans.at(-1)
  const last = spanAt(Math.max(start, end - 1), spans) ?? first
  if (first === undefined || last === undefined) return {start: 0, end: 0}
  const from = first.piece.exact
    ? first.piece.source.start + Math.min(start, first.end) - first.start
    : first.piece.source.start
  const to = last.piece.exact ? last.piece.source.start + Math.min(end, last.end) - last.start : last.piece.source.end
  return to >= from ? {start: from, end: to} : {start: from, end: Math.max(from, first.piece.source.end)}
}

/** The same edits of the source; `undefined` where one is of a text that does not stand there, or a file is to be made. */
export function mapFix(
  {edits, files = []}: Fix,
  spans: readonly Span[],
  source: string,
  mayWrite: (text: string) => boolean = () => true
): Fix | undefined {
  if (files.length > 0) return undefined
  const mapped = edits.map(({range, text}): Edit | undefined => {
    const span = spanAt(range.start, spans)
    if (span === undefined || !span.piece.exact || range.end > span.end || !mayWrite(text)) return undefined
    const start = span.piece.source.start + range.start - span.start
    const end = start + range.end - range.start
    return source.slice(start, end) === span.piece.text.slice(range.start - span.start, range.end - span.start)
      ? {range: {start, end}, text}
      : undefined
  })
  return mapped.every((edit) => edit !== undefined) ? {edits: mapped} : undefined
}

/** Spans stand one after the other. */
function spanAt(offset: number, spans: readonly Span[]): Span | undefined {
  let [low, high] = [0, spans.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const span = spans[middle]
    if (span === undefined || offset < span.start) high = middle - 1
    else if (offset >= span.end) low = middle + 1
    else return span
  }
  return undefined
}

import type {Place} from '../core/place.js'
import {printable} from './printable.js'
import {paint} from './style.js'
import type {Style} from './style.js'

/** What stands before the SQL: indent, line number, bar. */
const gutter = 9

/**
 * The line of the SQL that a place begins in, with the place underlined as far as it lies in it. Of a
 * long line only what stands around the place.
 */
export function excerpt(text: string, {end, start}: Place, style: Style, mark: (text: string) => string): string[] {
  const lineStart = start.offset - (start.column - 1)
  const lineEnd = endOfLine(text, start.offset)
  const line = text.slice(lineStart, lineEnd)
  const from = start.column - 1
  const to = Math.max(end.line === start.line ? end.column - 1 : line.trimEnd().length, from + 1)

  const width = Math.max(style.columns - gutter, 40)
  const skipped = line.trimEnd().length > width ? Math.min(from, Math.max(to - width, from - 8, 0)) : 0
  const shown = printable(line.slice(skipped, skipped + width))
    .replaceAll('\t', ' ')
    .trimEnd()
  const marked = '^'.repeat(Math.max(1, Math.min(to, skipped + width) - from))
  const {dim} = paint(style)
  return [
    `${dim(`${String(start.line).padStart(gutter - 3)} │`)} ${shown}`,
    `${dim(`${' '.repeat(gutter - 3)} │`)} ${' '.repeat(from - skipped)}${mark(marked)}`
  ]
}

function endOfLine(text: string, offset: number): number {
  const end = text.slice(offset).search(/[\r\n]/)
  return end === -1 ? text.length : offset + end
}

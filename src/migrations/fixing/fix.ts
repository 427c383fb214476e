/** What a fix is: plain data about texts, so that a command, an editor or another tool can apply it. */
import type {Range} from '../../parse/source.js'

/** One change of a text; an empty range inserts. */
export interface Edit {
  /** In the text as it is before the fix. */
  range: Range
  text: string
}

/** A file that a fix writes beside the migration. */
export interface NewFile {
  /** As paths are shown: relative to the working directory where it is below it. */
  path: string
  text: string
  /** A settings file that may be there already: `text` is all of it. Else the file must not be there. */
  replaces?: boolean
}

/** All of it, or nothing. */
export interface Fix {
  /** In the order of the text; none overlaps another. */
  edits: readonly Edit[]
  files?: readonly NewFile[]
}

/** Apply edits that do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = ''
  let end = 0
  for (const {range, text: inserted} of inOrder(edits)) {
    result += text.slice(end, range.start) + inserted
    end = range.end
  }
  return result + text.slice(end)
}

/** Where a place of the old text is in the new one; one that is inserted at is after what is inserted. */
export function moved(offset: number, edits: readonly Edit[]): number {
  return edits.reduce(
    (place, {range, text}) => (range.end <= offset ? place + text.length - (range.end - range.start) : place),
    offset
  )
}

/** Edits of several fixes in one, in the order of the text; at one place the first stands first. */
export function inOrder(edits: readonly Edit[]): Edit[] {
  return [...edits].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end)
}

/** Whether two changes cannot both be made: they touch the same text, or insert at the same place. */
export function conflicts(a: Edit, b: Edit): boolean {
  if (a.range.start === b.range.start) return true
  return a.range.start < b.range.end && b.range.start < a.range.end
}

/** The line end that a text uses. */
export function lineEndOf(text: string): '\n' | '\r\n' {
  return /\r\n/.test(text) ? '\r\n' : '\n'
}

/** Where the text itself begins: after a byte order mark. */
export function topOf(text: string): number {
  return text.startsWith('\uFEFF') ? 1 : 0
}

import {lineEndOf, topOf} from './fix.js'
import type {Edit} from './fix.js'

/** The insertion of a line before all others. */
export function lineOnTop(text: string, line: string, emptyLine = false): Edit {
  const eol = lineEndOf(text)
  const start = topOf(text)
  return {range: {start, end: start}, text: line + eol + (emptyLine ? eol : '')}
}

/** A settings file with one more line. */
export function withLine(text: string | undefined, line: string): string {
  if (text === undefined || text === '') return `${line}\n`
  const eol = lineEndOf(text)
  return `${text}${text.endsWith('\n') ? '' : eol}${line}${eol}`
}

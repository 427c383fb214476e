/** Where words stand in a statement, for those who write into it. */
import {advance, createLexer} from '../../parse/postgres/lexer.js'
import type {Statement} from '../../operations/script.js'
import type {Range} from '../../parse/source.js'
import type {Edit} from '../../migrations/fixing/fix.js'

/** An insertion after the first of each word in turn, or `undefined` where one is missing. PostgreSQL only. */
export function insertAfterWords(
  text: string,
  {end, start}: Range,
  words: ReadonlyArray<string | readonly string[]>,
  inserted: string
): Edit | undefined {
  const lexer = createLexer(text, start, end)
  let found = 0
  while (found < words.length) {
    const kind = advance(lexer)
    if (kind === 'end') return undefined
    const wanted = [words[found] ?? []].flat()
    if (kind === 'word' && wanted.includes(text.slice(lexer.start, lexer.end).toUpperCase())) found++
  }
  return {range: {start: lexer.end, end: lexer.end}, text: inserted}
}

/** Where the next statement may stand: after the semicolon, or where there is none because the text ends. */
export interface StatementEnd {
  offset: number
  /** What has to be written before the next statement. */
  separator: '' | ';'
}

/** The end of a statement with its terminator; `undefined` where something else ends it. */
export function endOfStatement(text: string, {range}: Statement, limit = text.length): StatementEnd | undefined {
  const lexer = createLexer(text, range.end, limit)
  let kind = advance(lexer)
  while (kind === 'comment') kind = advance(lexer)
  if (kind === 'end') return {offset: range.end, separator: ';'}
  return text[lexer.start] === ';' ? {offset: lexer.end, separator: ''} : undefined
}

/** The end of the line that a statement ends on, where only a comment follows it there; else its own end. */
export function endOfLine(text: string, offset: number): number {
  const rest = /[^\r\n]*/y
  rest.lastIndex = offset
  const line = rest.exec(text)?.[0] ?? ''
  return /^[ \t]*(?:--.*)?$/.test(line) ? offset + line.length : offset
}

/** What stands before a statement, or a comment, on its line, where that is white space only. */
export function indentOf(text: string, start: number): string {
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
  return /^[ \t]*$/.test(line) ? line : ''
}

import type {Lexer} from './lexer.js'
import {take} from './lexer.js'
import type {Token, TokenType} from './token.js'

const ends = {
  "'": /['\\]/g,
  '"': /["\\]/g,
  '`': /`/g
}

/**
 * Read a string or a quoted identifier.
 *
 * @param prefix Number of characters before the quote that belong to it: 1 for `N'…'`.
 */
export function scanQuoted(lexer: Lexer, position: number, prefix = 0): Token {
  const quote = lexer.text[position + prefix] as keyof typeof ends
  const type: TokenType = quote === '`' || (quote === '"' && lexer.ansiQuotes) ? 'quoted' : 'string'
  const end = quotedEnd(lexer, position + prefix + 1, quote, type === 'string' && !lexer.noBackslashEscapes)
  if (end !== undefined) return take(lexer, type, end)

  // The rest of the file would be one string: give the other statements a chance after this line.
  lexer.unterminated.add(quote)
  const newline = lexer.text.indexOf('\n', position)
  return take(lexer, 'broken', newline === -1 ? lexer.text.length : newline)
}

function quotedEnd(lexer: Lexer, from: number, quote: keyof typeof ends, backslash: boolean): number | undefined {
  const pattern = ends[quote]
  const newline = lexer.unterminated.has(quote) ? lexer.text.indexOf('\n', from) : -1
  const limit = newline === -1 ? lexer.text.length : newline
  pattern.lastIndex = from
  for (;;) {
    const match = pattern.exec(lexer.text)
    if (!match || match.index >= limit) return undefined
    const after = match.index + 1
    if (match[0] === '\\') pattern.lastIndex = backslash ? after + 1 : after
    else if (lexer.text[after] === quote) pattern.lastIndex = after + 1
    else return after
  }
}

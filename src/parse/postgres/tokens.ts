import type {TokenKind} from './lexer.js'
import {advance, createLexer} from './lexer.js'

/** A token of a statement; comments are none. */
export interface Token {
  kind: TokenKind
  /** Offsets into the statement's text. */
  start: number
  end: number
  /** Number of brackets that are open before it; an opening and its closing bracket have the same. */
  depth: number
  /** As written; key words in upper case. */
  text: string
}

/** All tokens of a statement. */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = []
  const lexer = createLexer(sql)
  let depth = 0
  for (let kind = advance(lexer); kind !== 'end'; kind = advance(lexer)) {
    if (kind === 'comment') continue
    const {end, start} = lexer
    const written = sql.slice(start, end)
    if (written === ')' || written === ']') depth = Math.max(0, depth - 1)
    tokens.push({kind, start, end, depth, text: kind === 'word' ? written.toUpperCase() : written})
    if (written === '(' || written === '[') depth++
  }
  return tokens
}

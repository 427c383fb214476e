/**
 * PostgreSQL's lexical rules, as far as they decide where something ends: strings, quoted names, dollar
 * quotes, comments. https://www.postgresql.org/docs/current/sql-syntax-lexical.html
 */

export type TokenKind =
  /** A key word or an unquoted name. */
  | 'word'
  /** `"…"`, also `U&"…"`. */
  | 'quoted'
  /** A literal of any spelling: `'…'`, `E'…'`, `U&'…'`, `B'…'`, `X'…'`, `N'…'`. */
  | 'string'
  /** `$$…$$` and `$tag$…$tag$`. */
  | 'dollar'
  | 'number'
  /** One character: brackets, `;`, `,`, `.`, `\`, `:`, and whatever belongs to nothing else. */
  | 'symbol'
  | 'operator'
  | 'comment'
  /** End of the text. */
  | 'end'

/** A cursor over a text; `advance` moves it from token to token without making objects. */
export interface Lexer {
  readonly text: string
  kind: TokenKind
  /** Of the current token. */
  start: number
  /** Exclusive; the next token begins here or after white space. */
  end: number
  /** The token has no end of its own: a string or a comment that runs to the end of the text. */
  unterminated: boolean
  /** Where tokens stop; at most the text's length. */
  readonly limit: number
}

/** Start a cursor before the first token of a stretch of text. */
export function createLexer(text: string, start = 0, limit = text.length): Lexer {
  return {text, kind: 'end', start, end: start, unterminated: false, limit}
}

// Classes of the first 128 characters; all others are letters, as in the server's `ident_start`.
const blank = 1
const letter = 2
const digit = 4
const operator = 8

const classes = new Uint8Array(128)
for (const character of ' \t\n\r\f\v') classes[character.charCodeAt(0)] = blank
for (const character of '0123456789') classes[character.charCodeAt(0)] = digit
for (const character of '+*/<>=~!@#%^&|`?-') classes[character.charCodeAt(0)] = operator
for (let code = 65; code <= 90; code++) classes[code] = classes[code + 32] = letter
classes[95] = letter

function classOf(code: number): number {
  // A no-break space or a byte order mark in the middle is a letter for the server too: it is not ASCII.
  return code < 128 ? (classes[code] ?? 0) : letter
}

/** Whether a character may stand inside an unquoted name: letters, digits, `_`, `$`. */
export function isNameCharacter(code: number): boolean {
  return code === 36 || (classOf(code) & (letter | digit)) !== 0
}

/** Move to the next token; comments are tokens, white space is not. Returns its kind. */
export function advance(lexer: Lexer): TokenKind {
  const {limit, text} = lexer
  let position = lexer.end
  while (position < limit && classOf(text.charCodeAt(position)) === blank) position++

  lexer.start = position
  lexer.unterminated = false
  if (position >= limit) {
    lexer.end = limit
    return (lexer.kind = 'end')
  }

  const code = text.charCodeAt(position)
  const kind = classOf(code)
  if (kind === letter) return readWord(lexer, position)
  if (kind === digit) return readNumber(lexer, position)
  if (code === 39 /* ' */) return readString(lexer, position, false)
  if (code === 34 /* " */) return readQuoted(lexer, position)
  if (code === 36 /* $ */) return readDollar(lexer, position)
  if (code === 45 /* - */ && text.charCodeAt(position + 1) === 45) return readLineComment(lexer, position)
  if (code === 47 /* / */ && text.charCodeAt(position + 1) === 42) return readBlockComment(lexer, position)
  if (kind === operator) return readOperator(lexer, position)
  if (code === 46 /* . */ && classOf(text.charCodeAt(position + 1)) === digit) return readNumber(lexer, position)
  // `::` is one token, so that a single `:` can only be a slice or a variable of psql.
  if (code === 58 /* : */ && text.charCodeAt(position + 1) === 58) return finish(lexer, 'operator', position + 2)
  return finish(lexer, 'symbol', position + 1)
}

function finish(lexer: Lexer, kind: TokenKind, end: number): TokenKind {
  lexer.end = Math.min(end, lexer.limit)
  return (lexer.kind = kind)
}

function readWord(lexer: Lexer, start: number): TokenKind {
  const {limit, text} = lexer
  let position = start + 1
  while (position < limit && isNameCharacter(text.charCodeAt(position))) position++

  const next = position < limit ? text.charCodeAt(position) : 0
  if (position === start + 1 && next === 39) {
    const prefix = text.charCodeAt(start) | 32
    // E'…' has backslash escapes, B'…', X'…' and N'…' have not.
    if (prefix === 101) return readString(lexer, position, true)
    if (prefix === 98 || prefix === 120 || prefix === 110) return readString(lexer, position, false)
  }
  if (position === start + 1 && next === 38 && (text.charCodeAt(start) | 32) === 117) {
    const quote = text.charCodeAt(position + 1)
    if (quote === 39) return readString(lexer, position + 1, false)
    if (quote === 34) return readQuoted(lexer, position + 1)
  }
  return finish(lexer, 'word', position)
}

function readNumber(lexer: Lexer, start: number): TokenKind {
  const {limit, text} = lexer
  let position = start + 1
  while (position < limit) {
    const code = text.charCodeAt(position)
    if (isNameCharacter(code) || code === 46) position++
    // A sign belongs to the number only after its exponent.
    else if ((code === 43 || code === 45) && (text.charCodeAt(position - 1) | 32) === 101) position++
    else break
  }
  return finish(lexer, 'number', position)
}

function readString(lexer: Lexer, quote: number, escapes: boolean): TokenKind {
  const {limit, text} = lexer
  let position = quote + 1
  while (position < limit) {
    const code = text.charCodeAt(position)
    if (escapes && code === 92) position += 2
    else if (code !== 39) position++
    else if (text.charCodeAt(position + 1) === 39) position += 2
    else return finish(lexer, 'string', position + 1)
  }
  lexer.unterminated = true
  return finish(lexer, 'string', limit)
}

function readQuoted(lexer: Lexer, quote: number): TokenKind {
  const {limit, text} = lexer
  let position = quote + 1
  while (position < limit) {
    if (text.charCodeAt(position) !== 34) position++
    else if (text.charCodeAt(position + 1) === 34) position += 2
    else return finish(lexer, 'quoted', position + 1)
  }
  lexer.unterminated = true
  return finish(lexer, 'quoted', limit)
}

function readDollar(lexer: Lexer, start: number): TokenKind {
  const {limit, text} = lexer
  let position = start + 1
  // `$1` is a parameter, never a tag.
  if (classOf(text.charCodeAt(position)) === digit) return readNumber(lexer, position)
  while (position < limit && text.charCodeAt(position) !== 36 && isNameCharacter(text.charCodeAt(position))) position++
  if (text.charCodeAt(position) !== 36) return finish(lexer, 'symbol', start + 1)

  const tag = text.slice(start, position + 1)
  const close = text.indexOf(tag, position + 1)
  if (close === -1 || close + tag.length > limit) {
    lexer.unterminated = true
    return finish(lexer, 'dollar', limit)
  }
  return finish(lexer, 'dollar', close + tag.length)
}

function readLineComment(lexer: Lexer, start: number): TokenKind {
  const {limit, text} = lexer
  let position = start + 2
  while (position < limit) {
    const code = text.charCodeAt(position)
    if (code === 10 || code === 13) break
    position++
  }
  return finish(lexer, 'comment', position)
}

function readBlockComment(lexer: Lexer, start: number): TokenKind {
  const {limit, text} = lexer
  let depth = 1
  let position = start + 2
  while (position < limit) {
    const code = text.charCodeAt(position)
    if (code === 42 && text.charCodeAt(position + 1) === 47) {
      position += 2
      if (--depth === 0) return finish(lexer, 'comment', position)
    } else if (code === 47 && text.charCodeAt(position + 1) === 42) {
      position += 2
      depth++
    } else position++
  }
  lexer.unterminated = true
  return finish(lexer, 'comment', limit)
}

function readOperator(lexer: Lexer, start: number): TokenKind {
  const {limit, text} = lexer
  let position = start + 1
  while (position < limit && classOf(text.charCodeAt(position)) === operator) {
    const code = text.charCodeAt(position)
    const next = text.charCodeAt(position + 1)
    // A comment may follow an operator without a space.
    if ((code === 45 && next === 45) || (code === 47 && next === 42)) break
    position++
  }
  return finish(lexer, 'operator', position)
}

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

// Runs of characters are measured by regular expressions, which V8 compiles at once: a loop in
// JavaScript is interpreted until it is hot, and a command line is over before that. Each of them is
// one class, so none can backtrack. Above ASCII everything is a letter, as in the server's `ident_start`.
const blanks = /[ \t\n\r\f\v]+/y
const word = /[A-Za-z0-9_$\u0080-\uffff]+/y
const number = /(?:[0-9A-Za-z_$.\u0080-\uffff]|(?<=[eE])[+-])+/y
const operator = /(?:[+*<>=~!@#%^&|`?]|-(?!-)|\/(?!\*))+/y
const commentMark = /\/\*|\*\//g
const lineEnd = /[\n\r]/g
const quote = /'/g
const quoteOrEscape = /'|\\/g

/** Where a run that starts at a position ends: at the position itself where nothing matches. */
function endOf(pattern: RegExp, text: string, position: number): number {
  pattern.lastIndex = position
  return pattern.test(text) ? pattern.lastIndex : position
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code >= 128
}

/** Whether a character may stand inside an unquoted name: letters, digits, `_`, `$`. */
export function isNameCharacter(code: number): boolean {
  return isLetter(code) || isDigit(code) || code === 36
}

/** Move to the next token; comments are tokens, white space is not. Returns its kind. */
export function advance(lexer: Lexer): TokenKind {
  const {limit, text} = lexer
  const position = endOf(blanks, text, lexer.end)

  lexer.start = position
  lexer.unterminated = false
  if (position >= limit) {
    lexer.start = lexer.end = limit
    return (lexer.kind = 'end')
  }

  const code = text.charCodeAt(position)
  if (isLetter(code)) return readWord(lexer, position)
  if (isDigit(code)) return finish(lexer, 'number', endOf(number, text, position))
  if (code === 39 /* ' */) return readString(lexer, position, false)
  if (code === 34 /* " */) return readQuoted(lexer, position)
  if (code === 36 /* $ */) return readDollar(lexer, position)
  const next = text.charCodeAt(position + 1)
  if (code === 45 /* - */ && next === 45) return readLineComment(lexer, position)
  if (code === 47 /* / */ && next === 42) return readBlockComment(lexer, position)
  const end = endOf(operator, text, position)
  if (end > position) return finish(lexer, 'operator', end)
  if (code === 46 /* . */ && isDigit(next)) return finish(lexer, 'number', endOf(number, text, position))
  // `::` is one token, so that a single `:` can only be a slice or a variable of psql.
  if (code === 58 /* : */ && next === 58) return finish(lexer, 'operator', position + 2)
  return finish(lexer, 'symbol', position + 1)
}

function finish(lexer: Lexer, kind: TokenKind, end: number): TokenKind {
  lexer.end = Math.min(end, lexer.limit)
  return (lexer.kind = kind)
}

function readWord(lexer: Lexer, start: number): TokenKind {
  const {text} = lexer
  const end = endOf(word, text, start)
  if (end === start + 1) {
    const next = text.charCodeAt(end)
    const letter = text.charCodeAt(start) | 32
    // E'…' has backslash escapes, B'…', X'…' and N'…' have not.
    if (next === 39 && letter === 101) return readString(lexer, end, true)
    if (next === 39 && (letter === 98 || letter === 120 || letter === 110)) return readString(lexer, end, false)
    if (next === 38 && letter === 117) {
      const quoted = text.charCodeAt(end + 1)
      if (quoted === 39) return readString(lexer, end + 1, false)
      if (quoted === 34) return readQuoted(lexer, end + 1)
    }
  }
  return finish(lexer, 'word', end)
}

function readString(lexer: Lexer, open: number, escapes: boolean): TokenKind {
  const {limit, text} = lexer
  const mark = escapes ? quoteOrEscape : quote
  let position = open + 1
  for (;;) {
    const end = endOf(mark, text, position)
    if (end === position || end > limit) break
    const isQuote = text.charCodeAt(end - 1) === 39
    if (isQuote && text.charCodeAt(end) !== 39) return finish(lexer, 'string', end)
    // An escape or a doubled quote: two characters that end nothing.
    position = end + 1
  }
  lexer.unterminated = true
  return finish(lexer, 'string', limit)
}

function readQuoted(lexer: Lexer, open: number): TokenKind {
  const {limit, text} = lexer
  let close = text.indexOf('"', open + 1)
  while (close !== -1 && close < limit) {
    if (text.charCodeAt(close + 1) !== 34) return finish(lexer, 'quoted', close + 1)
    close = text.indexOf('"', close + 2)
  }
  lexer.unterminated = true
  return finish(lexer, 'quoted', limit)
}

function readDollar(lexer: Lexer, start: number): TokenKind {
  const {limit, text} = lexer
  let position = start + 1
  // `$1` is a parameter, never a tag.
  if (isDigit(text.charCodeAt(position))) return finish(lexer, 'number', endOf(number, text, position))
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
  const end = endOf(lineEnd, text, start + 2)
  return finish(lexer, 'comment', end === start + 2 ? limit : end - 1)
}

function readBlockComment(lexer: Lexer, start: number): TokenKind {
  const {limit, text} = lexer
  let depth = 1
  let position = start + 2
  for (;;) {
    const end = endOf(commentMark, text, position)
    if (end === position || end > limit) break
    position = end
    // They nest: https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-COMMENTS
    depth += text.charCodeAt(end - 1) === 42 ? 1 : -1
    if (depth === 0) return finish(lexer, 'comment', end)
  }
  lexer.unterminated = true
  return finish(lexer, 'comment', limit)
}

// What can begin a literal or a comment, open or close a bracket, end a statement, or be psql's.
const notable = /[;'"$\\()]|--|\/\*/g

/**
 * Move over words, numbers and operators up to a token that can matter to where a statement ends, and
 * stop before it. Returns where the last of what was passed ends: the same place, if nothing was.
 */
export function skipPlain(lexer: Lexer): number {
  const {limit, text} = lexer
  const from = lexer.end
  let position = from
  for (;;) {
    const end = endOf(notable, text, position)
    if (end === position || end > limit) {
      position = limit
      break
    }
    const code = text.charCodeAt(end - 1)
    // The two signs of a comment, or one character.
    const start = code === 45 || code === 42 ? end - 2 : end - 1
    if (code === 36 && start > from && isNameCharacter(text.charCodeAt(start - 1))) {
      // A dollar sign inside a name begins no quote.
      position = endOf(word, text, start)
      continue
    }
    position = code === 39 && start > from && hasEscapes(text, start) ? start - 1 : start
    break
  }
  lexer.end = position
  while (position > from && endOf(blanks, text, position - 1) > position - 1) position--
  return position
}

/** `E'…'`, where the letter is no part of a longer word. */
function hasEscapes(text: string, open: number): boolean {
  return (text.charCodeAt(open - 1) | 32) === 101 && !(open > 1 && isNameCharacter(text.charCodeAt(open - 2)))
}

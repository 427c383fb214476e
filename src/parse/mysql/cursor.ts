import type {Server} from '../../server/server.js'
import {compareVersions} from '../../server/server.js'
import type {Range} from '../source.js'
import {reservedWords} from './reserved-words.js'
import type {Token} from './tokens/token.js'
import {unquoteName, unquoteString} from './tokens/unquote.js'
import {UnexpectedError} from './unexpected.js'

/** What is the same for all statements of a file. */
export interface ParseContext {
  text: string
  server: Server
  reserved: ReadonlySet<string>
}

/** Prepare parsing statements of a text for a server. */
export function createParseContext(text: string, server: Server): ParseContext {
  return {text, server, reserved: reservedWords(server)}
}

/** An expression or another stretch of the statement, kept as written. */
export interface Written {
  text: string
  range: Range
}

function singleQuoted(inside: string): string {
  return `'${inside.replace(/\\[^]|""|'/g, (found) => (found === '""' ? '"' : found === "'" ? "''" : found))}'`
}

/** A place between the tokens of one statement, and the ways to go on from it. */
export class Cursor {
  readonly context: ParseContext
  readonly tokens: readonly Token[]
  index = 0

  constructor(context: ParseContext, tokens: readonly Token[]) {
    this.context = context
    this.tokens = tokens
  }

  get mariadb(): boolean {
    return this.context.server.dialect === 'mariadb'
  }

  get mysql(): boolean {
    return !this.mariadb
  }

  /** Whether the server is of a version or newer. */
  since(...version: number[]): boolean {
    return compareVersions(this.context.server.version, version) >= 0
  }

  peek(offset = 0): Token | undefined {
    return this.tokens[this.index + offset]
  }

  /** Keyword or operator at an offset; empty for other tokens and after the end. */
  word(offset = 0): string {
    return this.tokens[this.index + offset]?.upper ?? ''
  }

  get atEnd(): boolean {
    return this.index >= this.tokens.length
  }

  /** Whether these words come next. */
  is(...words: string[]): boolean {
    return words.every((word, offset) => this.word(offset) === word)
  }

  isAny(...words: string[]): boolean {
    return words.includes(this.word())
  }

  /** Pass over words if they come next, all or none. */
  accept(...words: string[]): boolean {
    if (!this.is(...words)) return false
    this.index += words.length
    return true
  }

  /** Pass over one of several words, which is returned. */
  acceptAny(...words: string[]): string | undefined {
    const word = this.word()
    if (!words.includes(word)) return undefined
    this.index++
    return word
  }

  expect(...words: string[]): void {
    for (const word of words) if (!this.accept(word)) this.fail(`\`${word}\``)
  }

  expectAny(...words: string[]): string {
    return this.acceptAny(...words) ?? this.fail(list(words))
  }

  /** Pass over whatever comes next. */
  next(expected = 'more'): Token {
    const token = this.peek()
    if (!token) return this.fail(expected)
    this.index++
    return token
  }

  /** Nothing may come after this place. */
  expectEnd(expected = 'end of statement'): void {
    if (!this.atEnd) this.fail(expected)
  }

  /** @throws {UnexpectedError} Always, about the next token. */
  fail(expected: string, at: Token | undefined = this.peek()): never {
    const last = this.tokens.at(-1)
    if (!at) {
      const range = {start: last?.start ?? 0, end: last?.end ?? 0}
      throw new UnexpectedError(`Unexpected end of statement, expected ${expected}`, range)
    }
    const range = {start: at.start, end: at.end}
    if (at.type === 'broken') throw new UnexpectedError(brokenMessage(this.textOf(at)), range)
    const after = this.tokens[this.tokens.indexOf(at) + 1]
    // https://dev.mysql.com/doc/refman/9.4/en/ansi-diff-comments.html
    if (this.textOf(at) === '-' && after?.start === at.end && this.textOf(after) === '-') {
      const message = 'Unexpected `--` without a space after it, which opens no comment, expected `-- ` with one'
      throw new UnexpectedError(message, {start: at.start, end: after.end})
    }
    throw new UnexpectedError(`Unexpected \`${shorten(this.textOf(at))}\`, expected ${expected}`, range)
  }

  /** @throws {UnexpectedError} Always, about the token of a number; after the last it is the end. */
  failAt(index: number, expected: string): never {
    this.index = index
    return this.fail(expected)
  }

  textOf(token: Token): string {
    return this.context.text.slice(token.start, token.end)
  }

  /**
   * The stretch from a token's number to before the current place; strings in double quotes, which could be taken for
   * names, stand in single ones.
   */
  written(from: number): Written {
    const range = this.range(from)
    const {text} = this.context
    let [done, start] = ['', range.start]
    for (const {end, start: at, type} of this.tokens.slice(from, this.index)) {
      if (type !== 'string' || text[at] !== '"') continue
      done += text.slice(start, at) + singleQuoted(text.slice(at + 1, end - 1))
      start = end
    }
    return {text: done + text.slice(start, range.end), range}
  }

  range(from: number): Range {
    const start = this.tokens[from]?.start ?? this.tokens.at(-1)?.end ?? 0
    return {start, end: Math.max(start, this.tokens[this.index - 1]?.end ?? start)}
  }

  /** Whether a name may start here; words that are reserved are none. */
  isName(offset = 0): boolean {
    const token = this.peek(offset)
    if (!token) return false
    if (token.type === 'quoted' || token.type === 'placeholder') return true
    return token.type === 'word' && !this.context.reserved.has(token.upper)
  }

  name(expected = 'a name'): string {
    const token = this.peek()
    if (!token || !this.isName()) return this.fail(expected)
    this.index++
    return unquoteName(this.context.text, token)
  }

  /** A name after a dot, where reserved words are names too. */
  nameAfterDot(expected = 'a name'): string {
    const token = this.peek()
    if (!token || !(token.type === 'word' || this.isName())) return this.fail(expected)
    this.index++
    return unquoteName(this.context.text, token)
  }

  /** A name or a string, as options and character sets take them. */
  nameOrString(expected = 'a name or a string'): string {
    if (this.peek()?.type === 'string') return this.string(expected)
    if (this.is('BINARY') || this.is('DEFAULT')) return this.textOf(this.next())
    return this.name(expected)
  }

  /** An account, as after `DEFINER =`. */
  nameOrCurrentUser(): void {
    if (this.acceptAny('CURRENT_USER', 'CURRENT_ROLE')) {
      if (this.accept('(')) this.expect(')')
      return
    }
    this.nameOrString('an account')
    if (this.peek()?.type === 'variable' && this.textOf(this.next()) === '@') this.nameOrString('a host')
  }

  isString(offset = 0): boolean {
    const token = this.peek(offset)
    if (token?.type === 'placeholder') return true
    // Between dollar signs stands code, never a value.
    return token?.type === 'string' && !this.textOf(token).startsWith('$')
  }

  string(expected = 'a string'): string {
    const token = this.peek()
    if (!token || !this.isString()) return this.fail(expected)
    this.index++
    return token.type === 'string' ? unquoteString(this.textOf(token)) : this.textOf(token)
  }

  /** Pass over a string literal, or several beside one another, which are one as a value. */
  skipStrings(): void {
    while (this.peek()?.type === 'string') this.index++
  }

  isNumber(offset = 0): boolean {
    const token = this.peek(offset)
    return token?.type === 'number' || token?.type === 'placeholder'
  }

  number(expected = 'a number'): string {
    const token = this.peek()
    if (!token || !this.isNumber()) return this.fail(expected)
    this.index++
    return this.textOf(token)
  }

  /** A number without a fraction. */
  integer(expected = 'an integer'): string {
    const token = this.peek()
    if (token?.type === 'number' && /^\d*\.|^\d+e/i.test(this.textOf(token))) this.fail(expected)
    return this.number(expected)
  }

  /** What stands between parentheses, which are balanced; the returned text has them. */
  parenthesized(): Written {
    const from = this.index
    this.expect('(')
    if (this.is(')')) this.fail('an expression')
    this.skipBalanced(() => false)
    this.expect(')')
    return this.written(from)
  }

  /** Arguments of a call, which may be none. */
  parenthesizedOrEmpty(): void {
    if (this.is('(', ')')) this.index += 2
    else this.parenthesized()
  }

  /**
   * Pass over tokens up to one outside of parentheses that ends them: a comma, a closing parenthesis,
   * the end, or one that a function says.
   */
  skipBalanced(stops: (word: string) => boolean, comma = false): void {
    const open: string[] = []
    for (; !this.atEnd; this.index++) {
      const token = this.peek()
      const word = token?.upper ?? ''
      if (token?.type === 'broken') this.fail('an expression')
      if (word === '(') open.push(')')
      else if (word === ')') {
        if (open.pop() === undefined) return
      } else if (open.length === 0 && ((comma && word === ',') || stops(word))) return
    }
    if (open.length > 0) this.fail('`)`')
  }

  /** A list in parentheses. */
  list<Item>(item: () => Item): Item[] {
    this.expect('(')
    const items = this.items(item)
    this.expect(')')
    return items
  }

  /** Things with commas between them, at least one. */
  items<Item>(item: () => Item): Item[] {
    const items = [item()]
    while (this.accept(',')) items.push(item())
    return items
  }
}

function list(words: readonly string[]): string {
  return words
    .map((word) => `\`${word}\``)
    .join(', ')
    .replace(/, ([^,]*)$/, ' or $1')
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}

function brokenMessage(text: string): string {
  if (text.startsWith('/*')) return 'Unexpected comment without end, expected `*/`'
  const quote = /^[@nNxXbB]?(['"`])/.exec(text)?.[1]
  if (quote === undefined) return `Unexpected \`${shorten(printable(text))}\`, expected SQL`
  return `Unexpected ${quote === '`' ? 'name' : 'string'} without end, expected \`${quote === '`' ? '``' : quote}\``
}

function printable(text: string): string {
  return text.replace(/[\u0000-\u001F\u007F]/g, '�')
}

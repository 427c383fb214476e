/** Cuts a file into statements, as psql does, and keeps what stands between them. */
import type {Comment, Range} from '../source.js'
import type {Lexer} from './lexer.js'
import {advance, createLexer, skipPlain} from './lexer.js'
import {readMetaCommand} from './psql.js'
import type {ClientCommand} from './psql.js'

/** One statement, not looked into yet. */
export interface Segment extends Range {
  /** Commands of psql in its middle: white space for the server. */
  holes: Range[]
  /** A semicolon inside a suspicious string: where it may really end, if it cannot be read. */
  cut: number | undefined
  /** It stands between `\if` and `\endif`. */
  conditional: boolean
}

export type Piece = {segment: Segment} | {client: ClientCommand}

/** A cursor over the statements of a file. Every character is in one, in a comment, in a command, or blank. */
export interface Splitter {
  readonly lexer: Lexer
  readonly comments: Comment[]
  /** Found, but not handed out yet. */
  readonly pieces: Piece[]
  /** Commands in the middle of the statement under way; they are handed out after it. */
  clients: ClientCommand[]
  /** Of the statement under way; -1: none. */
  start: number
  end: number
  holes: Range[]
  cut: number | undefined
  depth: number
  /** Number of `BEGIN ATOMIC` and `CASE` that are open in the body of a routine. */
  blocks: number
  afterBegin: boolean
  /** The first words, upper-case, as many as decide what rules hold. */
  words: string[]
  /** Only literals, comments and brackets still matter to where it ends; its words do not. */
  isPlain: boolean
  copyFromStandardInput: boolean
  /** Number of `\if` that are open. */
  conditions: number
  /** Of a `DELIMITER` line, which some runners know on every database; a semicolon goes on to end statements. */
  delimiter: string | undefined
}

/** Start before the first statement of a stretch of text. */
export function createSplitter(text: string, start = 0, limit = text.length): Splitter {
  return {
    lexer: createLexer(text, start, limit),
    comments: [],
    pieces: [],
    clients: [],
    start: -1,
    end: -1,
    holes: [],
    cut: undefined,
    depth: 0,
    blocks: 0,
    afterBegin: false,
    words: [],
    isPlain: false,
    copyFromStandardInput: false,
    conditions: 0,
    delimiter: undefined
  }
}

/** The next piece, or `undefined` at the end. All pieces together take time linear in the length of the text. */
export function nextPiece(splitter: Splitter): Piece | undefined {
  while (splitter.pieces.length === 0) {
    if (splitter.isPlain && splitter.delimiter === undefined) skipWords(splitter)
    const kind = advance(splitter.lexer)
    if (kind === 'end') {
      finishSegment(splitter)
      return splitter.pieces.shift()
    }
    // A comment without an end is no comment: the server refuses it, and it may have swallowed statements.
    if (kind === 'comment' && !splitter.lexer.unterminated) splitter.comments.push(toComment(splitter.lexer))
    else if (kind !== 'symbol' || !readSymbol(splitter)) readToken(splitter)
  }
  return splitter.pieces.shift()
}

function skipWords(splitter: Splitter): void {
  const from = splitter.lexer.end
  const end = skipPlain(splitter.lexer)
  if (end > from) splitter.end = end
}

/** Go on at an earlier place: what was taken for one statement ends there. */
export function resumeAt(splitter: Splitter, position: number): void {
  splitter.pieces.length = 0
  splitter.lexer.end = position
  while ((splitter.comments.at(-1)?.range.start ?? -1) >= position) splitter.comments.pop()
  resetSegment(splitter)
}

function toComment({end, start, text}: Lexer): Comment {
  const closing = text.charCodeAt(start) === 47 ? 2 : 0
  return {text: text.slice(start + 2, end - closing).trim(), range: {start, end}}
}

/** Returns whether the symbol is no part of a statement. */
function readSymbol(splitter: Splitter): boolean {
  const {lexer} = splitter
  const code = lexer.text.charCodeAt(lexer.start)
  if (code === 40) splitter.depth++
  else if (code === 41) splitter.depth = Math.max(0, splitter.depth - 1)
  else if (code === 92) return readBackslash(splitter)
  else if (code === 59) {
    // Inside brackets a semicolon is legal in `CREATE RULE … DO (…; …)` only; elsewhere a bracket is missing.
    if (splitter.blocks > 0 || (splitter.depth > 0 && kindMade(splitter.words) === 'RULE')) return false
    endStatement(splitter)
    return true
  }
  return false
}

const delimiterLine = /delimiter[ \t]+(\S+)[ \t]*(?=[\r\n]|$)/iy

/** A `DELIMITER` line, or the delimiter that it has set. Returns whether there is one at the token. */
function readDelimiter(splitter: Splitter): boolean {
  const {lexer} = splitter
  const {start, text} = lexer
  if (splitter.delimiter !== undefined && text.startsWith(splitter.delimiter, start)) {
    lexer.end = start + splitter.delimiter.length
    endStatement(splitter)
    return true
  }
  if (splitter.start !== -1 || lexer.kind !== 'word') return false
  delimiterLine.lastIndex = start
  const written = delimiterLine.exec(text)?.[1]
  if (written === undefined) return false
  splitter.delimiter = written === ';' ? undefined : written
  lexer.end = delimiterLine.lastIndex
  return true
}

function readToken(splitter: Splitter): void {
  const {lexer} = splitter
  if (readDelimiter(splitter)) return
  if (splitter.start === -1) splitter.start = lexer.start
  splitter.end = lexer.end
  if (lexer.kind === 'word') readWord(splitter)
  else if (lexer.kind === 'string' || lexer.kind === 'quoted' || lexer.unterminated) noteCut(splitter)
}

// Enough to tell `CREATE OR REPLACE FUNCTION` and `COPY`.
const decidingWords = 4

function readWord(splitter: Splitter): void {
  const {depth, lexer, words} = splitter
  const length = lexer.end - lexer.start
  if (words.length < decidingWords) {
    words.push(lexer.text.slice(lexer.start, lexer.end).toUpperCase())
    splitter.isPlain = isPlain(words)
  }
  if (depth > 0 || length > 6) return

  if (words[0] === 'COPY') {
    if (length === 5 && isWord(splitter, 'STDIN')) splitter.copyFromStandardInput = true
  } else if (makesRoutine(words)) {
    if (splitter.afterBegin && length === 6 && isWord(splitter, 'ATOMIC')) splitter.blocks++
    else if (splitter.blocks > 0 && length === 4 && isWord(splitter, 'CASE')) splitter.blocks++
    else if (splitter.blocks > 0 && length === 3 && isWord(splitter, 'END')) splitter.blocks--
    splitter.afterBegin = length === 5 && isWord(splitter, 'BEGIN')
  }
}

/** Statements without data after them and without a body of statements. */
function isPlain(words: string[]): boolean {
  if (words[0] === 'COPY') return false
  return words[0] !== 'CREATE' || (kindMade(words) !== undefined && !makesRoutine(words))
}

function isWord({lexer}: Splitter, word: string): boolean {
  return lexer.text.slice(lexer.start, lexer.end).toUpperCase() === word
}

/** What a `CREATE` makes. */
function kindMade(words: string[]): string | undefined {
  if (words[0] !== 'CREATE') return undefined
  return words[1] === 'OR' ? words[3] : words[1]
}

function makesRoutine(words: string[]): boolean {
  const kind = kindMade(words)
  return kind === 'FUNCTION' || kind === 'PROCEDURE'
}

/**
 * A forgotten quote swallows the next statements. Where a line inside a string ends with a semicolon
 * and the next one begins like a statement, that is where to go on, if the whole cannot be read.
 */
function noteCut(splitter: Splitter): void {
  const {end, kind, start, text, unterminated} = splitter.lexer
  if (end - start < 16 || (kind === 'dollar' && !unterminated)) return
  const token = text.slice(start, end)
  for (let semicolon = token.indexOf(';'); semicolon !== -1; semicolon = token.indexOf(';', semicolon + 1)) {
    if (startsStatement(token, semicolon + 1)) {
      splitter.cut ??= start + semicolon
      return
    }
  }
}

const beginning = /[ \t]*\r?\n\s*(?:ALTER|CREATE|DROP|INSERT|UPDATE|DELETE|SELECT|COMMENT|GRANT|BEGIN|COMMIT|SET)\s/iy

function startsStatement(text: string, position: number): boolean {
  beginning.lastIndex = position
  return beginning.test(text)
}

function endStatement(splitter: Splitter): void {
  const {lexer} = splitter
  const hasData = splitter.copyFromStandardInput
  finishSegment(splitter)
  if (hasData) lexer.end = skipCopyData(lexer.text, lexer.end, lexer.limit)
}

/** The data begin after the line of the statement and end with a line `\.`, or with the file. */
function skipCopyData(text: string, position: number, limit: number): number {
  let line = text.indexOf('\n', position)
  while (line !== -1 && line < limit) {
    if (text.charCodeAt(line + 1) === 92 && text.charCodeAt(line + 2) === 46) {
      const after = text.charCodeAt(line + 3)
      if (Number.isNaN(after) || after === 10 || after === 13) return line + 3
    }
    line = text.indexOf('\n', line + 1)
  }
  return limit
}

function finishSegment(splitter: Splitter): void {
  if (splitter.start !== -1) {
    const {conditions, cut, end, holes, start} = splitter
    splitter.pieces.push({segment: {start, end, holes, cut, conditional: conditions > 0}})
  }
  for (const client of splitter.clients) splitter.pieces.push({client})
  resetSegment(splitter)
}

function resetSegment(splitter: Splitter): void {
  splitter.clients = []
  splitter.start = -1
  splitter.holes = []
  splitter.cut = undefined
  splitter.depth = 0
  splitter.blocks = 0
  splitter.afterBegin = false
  splitter.words = []
  splitter.isPlain = false
  splitter.copyFromStandardInput = false
}

/** A command of psql; returns `false` where the backslash is none. */
function readBackslash(splitter: Splitter): boolean {
  const {lexer} = splitter
  const command = readMetaCommand(lexer.text, lexer.start, lexer.limit)
  if (command === undefined) return false

  lexer.end = command.end
  if (command.effect === 'if') splitter.conditions++
  else if (command.effect === 'endif') splitter.conditions = Math.max(0, splitter.conditions - 1)

  if (command.effect === 'send') finishSegment(splitter)
  if (splitter.start !== -1) splitter.holes.push({start: command.start, end: command.end})
  if (command.hasData) lexer.end = skipCopyData(lexer.text, lexer.end, lexer.limit)
  if (command.client && splitter.start !== -1) splitter.clients.push(command.client)
  else if (command.client) splitter.pieces.push({client: command.client})
  return true
}

/** The comments of a text that is cut by rules of its own, such as the body of a block. */
export function readComments(text: string): Comment[] {
  const comments: Comment[] = []
  const lexer = createLexer(text)
  for (;;) {
    skipPlain(lexer)
    const kind = advance(lexer)
    if (kind === 'end') return comments
    if (kind === 'comment' && !lexer.unterminated) comments.push(toComment(lexer))
  }
}

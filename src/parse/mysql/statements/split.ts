/** Cuts a file into statements, as the client program and the server do together. */
import type {Range} from '../../source.js'
import type {Lexer} from '../tokens/lexer.js'
import {nextToken} from '../tokens/next-token.js'
import {skipBlank} from '../tokens/blank.js'
import type {Token} from '../tokens/token.js'
import type {Block} from './block.js'
import {createBlock, followBlock, isClosed, isRoutineHead} from './block.js'
import type {ClientCommand} from './client-command.js'
import {isDelimiterLine, readClientCommand} from './client-command.js'
import {followSqlMode} from './session-mode.js'

/** A statement's tokens and its text, without the delimiter, or a line for the client program. */
export type Piece =
  {tokens: Token[]; range: Range; client?: undefined} | {tokens?: undefined; range?: undefined; client: ClientCommand}

/** A place to come back to where a routine's `BEGIN` turns out to have no `END`. */
interface Checkpoint {
  tokens: number
  position: number
  comments: number
  openVersionComments: number[]
}

interface Splitter {
  lexer: Lexer
  tokens: Token[]
  /** Of a statement that has a body. */
  block: Block | undefined
  /** The first delimiter inside of the body. */
  checkpoint: Checkpoint | undefined
  /** The statement that the next token may start inside of the body. */
  inner: number
  /** Bodies before this place were found to have no end: they are cut at every delimiter. */
  plainUntil: number
}

/** Read one statement after another; each is visited before the next is cut into tokens. */
export function splitStatements(lexer: Lexer, visit: (piece: Piece) => void): void {
  const splitter: Splitter = {
    lexer,
    tokens: [],
    block: undefined,
    checkpoint: undefined,
    inner: 0,
    plainUntil: 0
  }
  for (;;) {
    if (splitter.tokens.length === 0) {
      const broken = skipBlank(lexer)
      if (broken) splitter.tokens.push(broken)
      const client = broken ? undefined : readClientCommand(lexer)
      if (client) {
        if (client.effect !== 'delimiter') visit({client})
        continue
      }
    }
    const token = nextToken(lexer)
    if (!token) {
      if (splitter.tokens.length === 0) return
      finish(splitter, visit, true)
    } else addToken(splitter, token, visit)
  }
}

function addToken(splitter: Splitter, token: Token, visit: (piece: Piece) => void): void {
  const {lexer, tokens} = splitter
  if (tokens.length > 0 && endsBefore(splitter, token)) {
    lexer.position = token.start
    finish(splitter, visit, true)
    return
  }
  if (token.type !== 'end' && token.upper !== ';') {
    tokens.push(token)
    follow(splitter, token, visit)
    return
  }
  const byClient = token.type === 'end' && lexer.delimiter !== ';'
  if (splitter.block && !byClient) {
    followBlock(splitter.block, {...token, upper: ';'})
    if (splitter.block.open.length > 0) {
      splitter.checkpoint ??= {
        tokens: tokens.length,
        position: token.end,
        comments: lexer.comments.length,
        openVersionComments: [...lexer.openVersionComments]
      }
      tokens.push({...token, type: 'operator', upper: ';'})
      splitter.inner = tokens.length
      return
    }
  }
  finish(splitter, visit, false)
}

/** Whether a statement ends without a delimiter: a `USE` line, or a line that sets another delimiter. */
function endsBefore({lexer, tokens}: Splitter, token: Token): boolean {
  if (token.upper === 'DELIMITER') return isDelimiterLine(lexer, token.start)
  const last = tokens[1]
  if (tokens.length !== 2 || !last || tokens[0]?.upper !== 'USE' || token.type === 'end') return false
  return lexer.text.slice(last.end, token.start).includes('\n')
}

function follow(splitter: Splitter, token: Token, visit: (piece: Piece) => void): void {
  const {lexer, tokens} = splitter
  if (splitter.block) {
    followBlock(splitter.block, token)
    const inner = tokens[splitter.inner]
    // Routines cannot be nested: the one before this has no end.
    if (splitter.checkpoint && inner?.upper === 'CREATE' && tokens.length - splitter.inner < 20) {
      if (isRoutineHead(tokens.slice(splitter.inner))) finish(splitter, visit, true)
    }
    return
  }
  if (token.start < splitter.plainUntil) return
  if (tokens.length <= 20 && isRoutineHead(tokens)) splitter.block = createBlock(token)
  else if (lexer.server.dialect === 'mariadb' && startsCompound(tokens)) {
    // MariaDB runs compound statements outside of routines.
    splitter.block = createBlock()
    for (const each of tokens) followBlock(splitter.block, each)
  }
}

function startsCompound(tokens: readonly Token[]): boolean {
  if (tokens.length === 2) return tokens[0]?.upper === 'BEGIN' && tokens[1]?.upper === 'NOT'
  return tokens.length === 1 && /^(?:IF|CASE|LOOP|WHILE|REPEAT|FOR)$/.test(tokens[0]?.upper ?? '')
}

function finish(splitter: Splitter, visit: (piece: Piece) => void, early: boolean): void {
  const {block, checkpoint, lexer} = splitter
  let {tokens} = splitter
  if (early && block && checkpoint && !isClosed(block)) {
    const inner = tokens[splitter.inner]
    splitter.plainUntil = inner?.upper === 'CREATE' ? inner.start : lexer.position
    tokens = tokens.slice(0, checkpoint.tokens)
    lexer.position = checkpoint.position
    lexer.comments.length = checkpoint.comments
    lexer.openVersionComments = checkpoint.openVersionComments
  }
  splitter.tokens = []
  splitter.block = undefined
  splitter.checkpoint = undefined
  splitter.inner = 0
  if (tokens.length === 0) return
  closeVersionComment(lexer, tokens)
  followSqlMode(lexer, tokens)
  visit({tokens, range: rangeOf(lexer, tokens)})
}

/** From the first token to the last, with the end of a version comment that begins among them and closes behind them. */
function rangeOf({closedVersionComment, position}: Lexer, tokens: readonly Token[]): Range {
  const start = tokens[0]?.start ?? 0
  const end = tokens.at(-1)?.end ?? start
  const closes = closedVersionComment && closedVersionComment.start > start && closedVersionComment.end <= position
  return {start, end: closes ? Math.max(end, closedVersionComment.end) : end}
}

/** A version comment ends with its statement for the server, which refuses the statement then. */
function closeVersionComment(lexer: Lexer, tokens: Token[]): void {
  const open = lexer.openVersionComments.at(-1)
  if (open === undefined) return
  lexer.openVersionComments = []
  const end = tokens.at(-1)?.end ?? 0
  tokens.push({type: 'broken', start: Math.min(open, end), end, upper: ''})
}

import type {Server} from '../../../server/server.js'
import type {Comment, Range} from '../../source.js'
import type {Token, TokenType} from './token.js'

/** What is read where, and the session settings that change how text becomes tokens. */
export interface Lexer {
  readonly text: string
  readonly server: Server
  position: number
  /** What ends a statement beside `;`, as the last `DELIMITER` line says. */
  delimiter: string
  /** `sql_mode` has `ANSI_QUOTES`: double quotes are identifiers. */
  ansiQuotes: boolean
  /** `sql_mode` has `NO_BACKSLASH_ESCAPES`. */
  noBackslashEscapes: boolean
  /** Where the version comments begin that are open and whose content is code. */
  openVersionComments: number[]
  /** The last one of them that was closed. */
  closedVersionComment: Range | undefined
  /** Where each `$tag$` stands last; made when the first one is read. */
  lastTags: Map<string, number> | undefined
  /** Quotes that were found to have no end: they are searched on their own line only from then on. */
  readonly unterminated: Set<string>
  readonly comments: Comment[]
}

/** Start reading a text; a byte order mark is passed over. */
export function createLexer(text: string, server: Server): Lexer {
  return {
    text,
    server,
    position: text.startsWith('\uFEFF') ? 1 : 0,
    delimiter: ';',
    ansiQuotes: false,
    noBackslashEscapes: false,
    openVersionComments: [],
    closedVersionComment: undefined,
    lastTags: undefined,
    unterminated: new Set(),
    comments: []
  }
}

/** Make a token that ends at a position and go there. */
export function take(lexer: Lexer, type: TokenType, end: number): Token {
  const start = lexer.position
  lexer.position = end
  const upper =
    type === 'word'
      ? lexer.text.slice(start, end).toUpperCase()
      : type === 'operator'
        ? lexer.text.slice(start, end)
        : ''
  return {type, start, end, upper}
}

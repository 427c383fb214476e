import type {Lexer} from '../tokens/lexer.js'
import type {Token} from '../tokens/token.js'
import {unquoteString} from '../tokens/unquote.js'

/** Modes that stand for several, `ANSI_QUOTES` among them; all but `ANSI` are MariaDB's. */
const quotingModes = /\b(?:ANSI_QUOTES|ANSI|DB2|MAXDB|MSSQL|ORACLE|POSTGRESQL)\b/i

/**
 * Follow `SET sql_mode`, which changes how the rest of the file is cut into tokens.
 *
 * https://dev.mysql.com/doc/refman/9.7/en/sql-mode.html
 */
export function followSqlMode(lexer: Lexer, tokens: readonly Token[]): void {
  if (tokens[0]?.upper !== 'SET') return
  for (const [index, token] of tokens.entries()) {
    if (!isSqlMode(lexer, tokens, index, token)) continue
    const assigned = tokens[index + 1]?.upper
    if (assigned === '=' || assigned === ':=') assign(lexer, valueTokens(tokens, index + 2))
  }
}

/** Begin a text in the mode that the connection has, as it is stored or was written in a `SET`. */
export function startInSqlMode(lexer: Lexer, sqlMode: string): void {
  const removes = /\bREPLACE\b/i.test(sqlMode)
  lexer.ansiQuotes = quotingModes.test(sqlMode) && !removes
  lexer.noBackslashEscapes = /NO_BACKSLASH_ESCAPES/i.test(sqlMode) && !removes
}

function isSqlMode({text}: Lexer, tokens: readonly Token[], index: number, token: Token): boolean {
  if (token.upper === 'SQL_MODE') {
    const before = tokens[index - 1]?.upper
    return before !== 'GLOBAL' && before !== 'PERSIST' && before !== 'PERSIST_ONLY'
  }
  return token.type === 'variable' && /^@@(?:(?:session|local)\.)?sql_mode$/i.test(text.slice(token.start, token.end))
}

function valueTokens(tokens: readonly Token[], from: number): Token[] {
  const value: Token[] = []
  let depth = 0
  for (const token of tokens.slice(from)) {
    if (token.upper === '(') depth++
    else if (token.upper === ')') depth--
    else if (token.upper === ',' && depth === 0) break
    value.push(token)
  }
  return value
}

function assign(lexer: Lexer, value: readonly Token[]): void {
  const texts = value.map((token) => lexer.text.slice(token.start, token.end))
  const written = texts.map((text, index) => (value[index]?.type === 'string' ? unquoteString(text) : text))
  // What is taken from the mode in force keeps it; a user variable holds what was there at first.
  const keeps = texts.some((text) => /^@@(?:\w+\.)?sql_mode$/i.test(text))
  const removes = written.some((text) => text.toUpperCase() === 'REPLACE')
  const modes = written.join(' ')
  lexer.ansiQuotes = quotingModes.test(modes) ? !removes : keeps && lexer.ansiQuotes
  lexer.noBackslashEscapes = /NO_BACKSLASH_ESCAPES/i.test(modes) ? !removes : keeps && lexer.noBackslashEscapes
}

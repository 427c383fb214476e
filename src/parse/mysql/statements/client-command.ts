import type {Lexer} from '../tokens/lexer.js'
import type {Range} from '../../source.js'

/** A line that the client program carries out itself. */
export interface ClientCommand {
  /** `source`: it brings in SQL, or runs a program, that is not in this file. */
  effect: 'delimiter' | 'source' | 'none'
  range: Range
}

// Where it stands alone, the `mysql` client refuses it, and Flyway takes the next line that is not empty.
const delimiterLine = /delimiter(?:(?:[ \t]+|[ \t]*\r?\n\s*)(?:"([^"\n]+)"|'([^'\n]+)'|(\S+)))?[^\n]*/iy
const sourceLine = /(?:source[ \t]+\S|\\\.|system[ \t]+\S|\\!)[^\n]*/iy
const otherLine =
  /(?:(?:tee|notee|pager|nopager|prompt|print|charset|status|warnings|nowarning|quit|exit|rehash|resetconnection|clear)\b(?![ \t]*\()|\\[cehknpqRrstTWw#xPd])[^\n;]*;?/iy
const delimiterInside = /delimiter[ \t]+[^\w\s`'"(,]\S*[ \t]*\r?(?=\n|$)/iy

/**
 * Read a client command where one stands at the start of a statement, and carry out `DELIMITER`.
 *
 * https://dev.mysql.com/doc/refman/9.7/en/mysql-commands.html
 */
export function readClientCommand(lexer: Lexer): ClientCommand | undefined {
  const {position, text} = lexer
  const delimiter = match(delimiterLine, text, position)
  if (delimiter && !/^delimiter\w/i.test(delimiter[0])) {
    lexer.delimiter = delimiter[1] ?? delimiter[2] ?? delimiter[3] ?? lexer.delimiter
    return finish(lexer, 'delimiter', delimiter[0])
  }
  const source = match(sourceLine, text, position)
  if (source) return finish(lexer, 'source', source[0])
  const other = match(otherLine, text, position)
  return other ? finish(lexer, 'none', other[0]) : undefined
}

/** Whether a `DELIMITER` line stands at a place inside of a statement, whose own delimiter was forgotten. */
export function isDelimiterLine({text}: Lexer, position: number): boolean {
  if (!match(delimiterInside, text, position)) return false
  const lineStart = text.lastIndexOf('\n', position - 1) + 1
  return position - lineStart < 200 && text.slice(lineStart, position).trim() === ''
}

function finish(lexer: Lexer, effect: ClientCommand['effect'], written: string): ClientCommand {
  const start = lexer.position
  lexer.position = start + written.length
  return {effect, range: {start, end: start + written.trimEnd().length}}
}

function match(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position
  return pattern.exec(text)
}

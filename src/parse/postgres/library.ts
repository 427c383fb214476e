/** libpg-query: the grammar of the PostgreSQL 18 server, as WebAssembly. */
import {setFlagsFromString} from 'node:v8'
import type {Node} from 'libpg-query'
import {hidesPlaceholders, showPlaceholdersIn} from './template.js'

/** What the server's grammar says against a text. */
export interface SyntaxFault {
  /** The server's own words. */
  message: string
  /** Offset into the text in UTF-16 code units; `undefined` where the server names no place. */
  position: number | undefined
}

export interface Library {
  /** Parse exactly one statement. Locations in the result are offsets in bytes of UTF-8; placeholders are as written. */
  parse: (sql: string) => {node: Node} | {fault: SyntaxFault}
  /** Parse a `CREATE FUNCTION … LANGUAGE plpgsql`; the result is not typed by the library. */
  parseFunction: (sql: string) => {tree: unknown} | {fault: SyntaxFault}
}

/** What V8 says where a statement is nested deeper than its stack. */
export const tooDeep = 'Maximum call stack size exceeded'

/**
 * Each overflow costs the parser some of its own stack for good. After that many, nothing is given to
 * it any more that is long enough to overflow it again, so that the other statements can be read.
 */
const mostOverflows = 8
const harmlessLength = 2000

let library: Promise<Library> | undefined

/** Load the parser once for the process. */
export function loadLibrary(): Promise<Library> {
  library ??= load()
  return library
}

async function load(): Promise<Library> {
  // The optimising compiler of WebAssembly would spend more time and memory on the parser's code than
  // it saves: measured on 342 migrations, 115 ms and 110 MB with it, 60 ms and 72 MB without; on Node 24, 620 MB and
  // 70 MB. `--liftoff-only` says the same, but the V8 of Node 24 takes it at its start alone.
  setFlagsFromString('--no-wasm-tier-up')
  setFlagsFromString('--no-wasm-dynamic-tiering')
  const {hasSqlDetails, loadModule, parsePlPgSQLSync, parseSync} = await import('libpg-query')
  await loadModule()

  const toFault = (error: unknown, sql: string): SyntaxFault => {
    if (!(error instanceof Error)) throw error
    const position = hasSqlDetails(error) ? error.sqlDetails?.cursorPosition : undefined
    return {message: error.message, position: position === undefined ? undefined : toCodeUnits(sql, position)}
  }

  let overflows = 0
  const isTooMuch = (sql: string): boolean => {
    return sql.length > harmlessLength && (overflows >= mostOverflows || opensManyComments(sql))
  }

  return {
    parse(sql) {
      if (isTooMuch(sql)) return {fault: {message: tooDeep, position: undefined}}
      try {
        const statements = parseSync(sql).stmts ?? []
        const node = statements[0]?.stmt
        if (node !== undefined && statements.length === 1)
          return {node: hidesPlaceholders(sql) ? showPlaceholdersIn(node) : node}
        return {fault: {message: 'expected one statement', position: undefined}}
      } catch (error) {
        if (error instanceof RangeError) overflows++
        return {fault: toFault(error, sql)}
      }
    },
    parseFunction(sql) {
      try {
        return {tree: parsePlPgSQLSync(sql)}
      } catch (error) {
        return {fault: toFault(error, sql)}
      }
    }
  }
}

const operators = /[~!@#^&|`?+\-*/%<>=]{500,}/g
const mostOpened = 100

/** The lexer reads a run of operators again for each comment that is opened in it: twice as many take four times as long. */
function opensManyComments(sql: string): boolean {
  return sql.match(operators)?.some((run) => run.split('/*').length > mostOpened) ?? false
}

/** The server counts code points. */
function toCodeUnits(text: string, codePoints: number): number {
  let position = 0
  for (let count = 0; count < codePoints && position < text.length; count++) {
    const code = text.charCodeAt(position)
    position += code >= 0xd800 && code < 0xdc00 && position + 1 < text.length ? 2 : 1
  }
  return position
}

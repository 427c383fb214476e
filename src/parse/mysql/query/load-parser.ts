import {createRequire} from 'node:module'
import type * as NodeSqlParser from 'node-sql-parser'
import type {Server} from '../../../server/server.js'

/** The name of a package's file in `dist`, beside the chunks; the build defines it, sources ask the package itself. */
declare const SQLSAFE_QUERY_PARSERS: string | undefined

const folder = typeof SQLSAFE_QUERY_PARSERS === 'string' ? SQLSAFE_QUERY_PARSERS : undefined
const parsers = new Map<Server['dialect'], NodeSqlParser.Parser>()

/**
 * Load the parser of queries for a dialect, once.
 *
 * Not by `import`: reading is synchronous, and most migrations have no query, so that 30 ms of loading
 * would be for nothing. Only the grammar of the dialect is loaded, all of them are 89 MB.
 */
export function loadQueryParser(dialect: Exclude<Server['dialect'], 'postgres'>): NodeSqlParser.Parser {
  let parser = parsers.get(dialect)
  if (!parser) {
    const require = createRequire(import.meta.url)
    const file = folder === undefined ? `node-sql-parser/build/${dialect}.js` : `${folder}${dialect}.cjs`
    const {Parser} = require(file) as typeof NodeSqlParser
    parser = new Parser()
    parsers.set(dialect, parser)
  }
  return parser
}

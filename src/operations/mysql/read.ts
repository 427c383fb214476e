import type {Server} from '../../server/server.js'
import {createParseContext} from '../../parse/mysql/cursor.js'
import {startInSqlMode} from '../../parse/mysql/statements/session-mode.js'
import type {Piece} from '../../parse/mysql/statements/split.js'
import {splitStatements} from '../../parse/mysql/statements/split.js'
import {createLexer} from '../../parse/mysql/tokens/lexer.js'
import type {Reader, Statement} from '../script.js'
import {beginStatement, createRun} from './run/run.js'
import {runStatement} from './run/statement.js'

/**
 * Make the reader of MySQL's and MariaDB's files, for one server and version.
 *
 * @param sqlMode In which each file starts; default: the server's own.
 */
export function createMysqlReader(server: Server, sqlMode = ''): Reader {
  return (text) => {
    const lexer = createLexer(text, server)
    startInSqlMode(lexer, sqlMode)
    const run = createRun(createParseContext(text, server))
    const statements: Statement[] = []
    splitStatements(lexer, (piece) => statements.push(readPiece(piece)))
    return {statements, comments: lexer.comments}

    function readPiece({client, tokens, range}: Piece): Statement {
      if (client) return readClientLine(client)
      beginStatement(run)
      try {
        return {range, ...runStatement(run, tokens)}
      } catch (error) {
        if (!(error instanceof RangeError)) throw error
        run.calls.length = 0
        const message = 'Unexpected depth of nesting, expected a simpler statement'
        return {range, commands: [], problems: [{message, range, reason: 'syntax'}]}
      }
    }
  }
}

function readClientLine({effect, range}: NonNullable<Piece['client']>): Statement {
  if (effect === 'source') {
    const message = 'Unexpected command of the client program, expected the SQL that it runs'
    return {range, commands: [], problems: [{message, range, reason: 'client'}]}
  }
  const operations = [{kind: 'other' as const, statement: 'client command', tables: [], range}]
  return {range, commands: [{operations, range}], problems: []}
}

import type {Cursor} from '../../cursor.js'
import type {StatementSyntax} from '../../syntax/statement.js'
import {parseQualifiedName} from '../name.js'
import {parseBody} from './routine.js'

/** First words of statements that change no schema, and which of the servers has them. */
const known: Record<string, 'both' | 'mysql' | 'mariadb'> = {
  ANALYZE: 'mariadb',
  BACKUP: 'mariadb',
  BINLOG: 'both',
  CACHE: 'both',
  CHANGE: 'both',
  CHECK: 'mariadb',
  CHECKSUM: 'both',
  CLONE: 'mysql',
  DO: 'both',
  FLUSH: 'both',
  GET: 'both',
  HANDLER: 'both',
  HELP: 'both',
  IMPORT: 'mysql',
  INSTALL: 'both',
  KILL: 'both',
  LOCK: 'mysql',
  PURGE: 'both',
  REPAIR: 'mariadb',
  RESET: 'both',
  RESIGNAL: 'both',
  RESTART: 'mysql',
  SHOW: 'both',
  SHUTDOWN: 'both',
  SIGNAL: 'both',
  START: 'both',
  STOP: 'both',
  UNINSTALL: 'both',
  UNLOCK: 'mysql'
}

/** Words after the first one, where few are known. */
const seconds: Record<string, readonly string[]> = {
  ANALYZE: ['FORMAT', 'SELECT', 'UPDATE', 'DELETE', 'INSERT', 'REPLACE', 'WITH', 'VALUES'],
  CHECK: ['VIEW'],
  LOCK: ['INSTANCE'],
  REPAIR: ['VIEW', 'NO_WRITE_TO_BINLOG', 'LOCAL'],
  UNLOCK: ['INSTANCE']
}

const explaining = ['EXPLAIN', 'DESCRIBE', 'DESC']

/** Read a statement of which only its first words matter; refuse what no statement starts with. */
export function parseOther(cursor: Cursor): StatementSyntax {
  const word = cursor.word()
  if (word === 'USE') {
    cursor.index++
    return {kind: 'use', database: cursor.name('a database')}
  }
  if (word === 'LOAD') return parseLoad(cursor)
  if (explaining.includes(word)) return parseExplain(cursor)
  if (cursor.mariadb && ['IF', 'CASE', 'LOOP', 'WHILE', 'REPEAT', 'FOR'].includes(word)) {
    return {kind: 'compound', body: parseBody(cursor)}
  }
  const only = known[word]
  if (only === undefined || (only !== 'both' && only !== cursor.context.server.dialect)) {
    // `CHECK`, `REPAIR` and `ANALYZE` come here for MariaDB's views and queries.
    cursor.fail('a statement')
  }
  cursor.index++
  if (cursor.atEnd && !['HELP', 'RESTART', 'SHUTDOWN', 'RESIGNAL'].includes(word)) cursor.fail('more')
  const second = cursor.word()
  let queried = 0
  while (word === 'ANALYZE' && cursor.word(queried) === '(') queried++
  if (seconds[word]?.includes(cursor.word(queried)) === false) cursor.fail(`more of \`${word}\``)
  cursor.skipBalanced(() => false)
  const takesSecond = /^[A-Z_]+$/.test(second) && !['DO', 'KILL', 'HELP', 'HANDLER'].includes(word)
  return {kind: 'other', statement: `${word}${takesSecond ? ` ${second}` : ''}`.toLowerCase(), tables: []}
}

function parseLoad(cursor: Cursor): StatementSyntax {
  cursor.expect('LOAD')
  if (!cursor.isAny('DATA', 'XML')) {
    cursor.skipBalanced(() => false)
    return {kind: 'other', statement: 'load', tables: []}
  }
  cursor.skipBalanced((word) => word === 'INTO')
  cursor.expect('INTO', 'TABLE')
  const table = parseQualifiedName(cursor)
  cursor.skipBalanced(() => false)
  return {kind: 'copy', table}
}

function parseExplain(cursor: Cursor): StatementSyntax {
  const statement = cursor.next().upper.toLowerCase()
  if (cursor.atEnd) cursor.fail('a table or a statement')
  cursor.skipBalanced(() => false)
  return {kind: 'other', statement, tables: []}
}

import type {Cursor} from '../../cursor.js'
import type {RequestSyntax} from '../../syntax/alter-table.js'
import type {StatementSyntax} from '../../syntax/statement.js'
import type {KeySyntax} from '../../syntax/table.js'
import {acceptMethod, parseKeyOptions, parseKeyParts} from '../key.js'
import {acceptIfNotExists, parseQualifiedName} from '../name.js'
import {acceptRequest, acceptWait} from '../request.js'

const kinds: Record<string, KeySyntax['kind']> = {
  UNIQUE: 'unique',
  FULLTEXT: 'fulltext',
  SPATIAL: 'spatial',
  VECTOR: 'vector'
}

/**
 * Read `CREATE … INDEX` after `CREATE`.
 *
 * https://dev.mysql.com/doc/refman/9.7/en/create-index.html
 */
export function parseCreateIndex(cursor: Cursor, orReplace: boolean): StatementSyntax {
  const from = cursor.index
  const kind = kinds[cursor.word()]
  if (kind !== undefined) {
    if (kind === 'vector' && (cursor.mysql || !cursor.since(11, 7))) cursor.fail('`INDEX`')
    cursor.index++
  }
  cursor.expect('INDEX')
  const ifNotExists = acceptIfNotExists(cursor, false)
  const index: KeySyntax = {kind: kind ?? 'index', parts: [], options: {}, ifNotExists, range: {start: 0, end: 0}}
  index.name = cursor.name('an index')
  acceptMethod(cursor, index)
  cursor.expect('ON')
  const table = parseQualifiedName(cursor)
  const request: RequestSyntax = {}
  parseKeyParts(cursor, index)
  for (;;) {
    parseKeyOptions(cursor, index)
    if (!acceptRequest(cursor, request)) break
  }
  acceptWait(cursor, request)
  index.range = cursor.range(from)
  return {kind: 'create-index', table, index, ifNotExists, orReplace, request}
}

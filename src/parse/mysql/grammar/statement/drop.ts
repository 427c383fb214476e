import type {Cursor} from '../../cursor.js'
import type {RequestSyntax} from '../../syntax/alter-table.js'
import type {Ranged, StatementSyntax} from '../../syntax/statement.js'
import type {QualifiedName} from '../../syntax/table.js'
import {acceptIfExists, parseQualifiedName} from '../name.js'
import {acceptRequest, acceptWait} from '../request.js'
import {parseDropObject} from './object.js'

/** Read `DROP …`. */
export function parseDrop(cursor: Cursor): StatementSyntax {
  cursor.expect('DROP')
  switch (cursor.word()) {
    case 'TEMPORARY':
    case 'TABLE':
    case 'TABLES':
      return parseDropTable(cursor)
    case 'INDEX':
      return parseDropIndex(cursor)
    case 'VIEW': {
      cursor.index++
      const ifExists = acceptIfExists(cursor)
      const views = cursor.items(() => parseRangedName(cursor, 'a view'))
      const cascade = cursor.acceptAny('RESTRICT', 'CASCADE') === 'CASCADE'
      return {kind: 'drop-view', views, ifExists, cascade}
    }
    case 'DATABASE':
    case 'SCHEMA': {
      cursor.index++
      const ifExists = acceptIfExists(cursor)
      return {kind: 'drop-database', ifExists, database: cursor.name('a database')}
    }
    case 'PROCEDURE':
    case 'FUNCTION': {
      const procedure = cursor.next().upper === 'PROCEDURE'
      const ifExists = acceptIfExists(cursor)
      return {kind: 'drop-routine', procedure, ifExists, name: parseQualifiedName(cursor, 'a routine')}
    }
    case 'TRIGGER': {
      cursor.index++
      const ifExists = acceptIfExists(cursor)
      return {kind: 'drop-trigger', ifExists, name: parseQualifiedName(cursor, 'a trigger')}
    }
    case 'SEQUENCE': {
      if (cursor.mysql) return cursor.fail('a kind of object')
      cursor.index++
      const ifExists = acceptIfExists(cursor)
      return {kind: 'drop-sequence', ifExists, sequences: cursor.items(() => parseRangedName(cursor, 'a sequence'))}
    }
    default:
      return parseDropObject(cursor)
  }
}

/** Read a name together with where it stands. */
export function parseRangedName(cursor: Cursor, expected = 'a table'): Ranged<QualifiedName> {
  const from = cursor.index
  const value = parseQualifiedName(cursor, expected)
  return {value, range: cursor.range(from)}
}

function parseDropTable(cursor: Cursor): StatementSyntax {
  const temporary = cursor.accept('TEMPORARY')
  if (temporary && cursor.mariadb && cursor.accept('SEQUENCE')) {
    const ifExists = acceptIfExists(cursor)
    return {kind: 'drop-sequence', ifExists, sequences: cursor.items(() => parseRangedName(cursor, 'a sequence'))}
  }
  cursor.expectAny('TABLE', 'TABLES')
  const ifExists = acceptIfExists(cursor)
  const tables = cursor.items(() => parseRangedName(cursor))
  const request: RequestSyntax = {}
  acceptWait(cursor, request)
  const cascade = cursor.acceptAny('RESTRICT', 'CASCADE') === 'CASCADE'
  return {kind: 'drop-table', tables, temporary, ifExists, cascade, request}
}

function parseDropIndex(cursor: Cursor): StatementSyntax {
  cursor.expect('INDEX')
  const ifExists = acceptIfExists(cursor, false)
  const index = cursor.name('an index')
  cursor.expect('ON')
  const table = parseQualifiedName(cursor)
  const request: RequestSyntax = {}
  acceptWait(cursor, request)
  // MariaDB's statement takes no such clause; its `ALTER TABLE … DROP INDEX` does.
  if (cursor.mysql) while (acceptRequest(cursor, request)) continue
  return {kind: 'drop-index', table, index, ifExists, request}
}

import type {Cursor} from '../../cursor.js'
import type {StatementSyntax} from '../../syntax/statement.js'
import {parseAlterTable} from '../alter-table/alter-table.js'
import {acceptIfExists, parseQualifiedName} from '../name.js'
import {parseDatabaseOptions, skipDefiner} from './create.js'
import {parseAlterObject} from './object.js'
import {parseViewBody, skipSecurity} from './view.js'

/** Read `ALTER …`. */
export function parseAlter(cursor: Cursor): StatementSyntax {
  cursor.expect('ALTER')
  switch (cursor.word()) {
    case 'TABLE':
      return parseAlterTable(cursor)
    case 'ONLINE':
    case 'IGNORE':
      if (cursor.mysql) cursor.fail('a kind of object')
      return parseAlterTable(cursor)
    case 'DATABASE':
    case 'SCHEMA':
      return parseAlterDatabase(cursor)
    case 'PROCEDURE':
    case 'FUNCTION':
      return parseAlterRoutine(cursor)
    case 'SEQUENCE':
      if (cursor.mysql) cursor.fail('a kind of object')
      return parseAlterSequence(cursor)
    default:
      return parseDefined(cursor)
  }
}

function parseDefined(cursor: Cursor): StatementSyntax {
  skipDefiner(cursor)
  if (!cursor.isAny('VIEW', 'SQL')) return parseAlterObject(cursor)
  skipSecurity(cursor)
  cursor.expect('VIEW')
  const view = parseQualifiedName(cursor, 'a view')
  parseViewBody(cursor)
  return {kind: 'alter-view', view}
}

function parseAlterDatabase(cursor: Cursor): StatementSyntax {
  cursor.index++
  // Without a name it is the current one.
  const hasName = cursor.isName() && !(cursor.isAny('CHARSET', 'ENCRYPTION') && cursor.word(1) !== 'CHARACTER')
  const name = hasName ? cursor.name() : ''
  if (cursor.accept('UPGRADE')) cursor.expect('DATA', 'DIRECTORY', 'NAME')
  else parseDatabaseOptions(cursor)
  return {
    kind: 'object',
    change: 'alter',
    objectType: 'database',
    name,
    action: 'options',
    ifExists: false,
    orReplace: false
  }
}

function parseAlterRoutine(cursor: Cursor): StatementSyntax {
  const procedure = cursor.next().upper === 'PROCEDURE'
  const name = parseQualifiedName(cursor, 'a routine')
  const action = cursor.word().toLowerCase()
  cursor.skipBalanced(() => false)
  return {kind: 'alter-routine', name, procedure, action}
}

function parseAlterSequence(cursor: Cursor): StatementSyntax {
  cursor.index++
  const ifExists = acceptIfExists(cursor)
  const sequence = parseQualifiedName(cursor, 'a sequence')
  const action = cursor.word().toLowerCase()
  cursor.skipBalanced(() => false)
  return {kind: 'alter-sequence', sequence, ifExists, action}
}

import type {Cursor} from '../../cursor.js'
import type {StatementSyntax} from '../../syntax/statement.js'
import {parseCreateTable} from '../create-table.js'
import {acceptIfNotExists, parseQualifiedName} from '../name.js'
import {parseCreateIndex} from './create-index.js'
import {parseCreateObject} from './object.js'
import {parseCreateRoutine, parseCreateTrigger} from './routine.js'
import {parseCreateView} from './view.js'

/** Words between `CREATE` and the kind of object. */
interface CreateHead {
  orReplace: boolean
  temporary: boolean
}

/** Read `CREATE …`. */
export function parseCreate(cursor: Cursor): StatementSyntax {
  cursor.expect('CREATE')
  const orReplace = cursor.accept('OR', 'REPLACE')
  const viewOnly = orReplace && cursor.mysql
  const temporary = cursor.accept('TEMPORARY')
  if (cursor.is('TABLE') && !viewOnly) {
    cursor.index++
    return parseCreateTable(cursor, orReplace, temporary)
  }
  if (cursor.mariadb && cursor.accept('SEQUENCE')) return parseCreateSequence(cursor, temporary)
  if (temporary) cursor.fail('`TABLE`')
  if (isIndex(cursor) && !viewOnly) return parseCreateIndex(cursor, orReplace)
  if (!viewOnly && cursor.isAny('DATABASE', 'SCHEMA')) return parseCreateDatabase(cursor)
  return parseDefined(cursor, {orReplace, temporary})
}

function isIndex(cursor: Cursor): boolean {
  if (cursor.isAny('INDEX', 'UNIQUE', 'FULLTEXT', 'VECTOR')) return true
  return cursor.is('SPATIAL', 'INDEX')
}

/** Objects that may have `DEFINER =` and the like before their kind. */
function parseDefined(cursor: Cursor, head: CreateHead): StatementSyntax {
  const start = cursor.index
  skipDefiner(cursor)
  switch (cursor.word()) {
    case 'VIEW':
    case 'ALGORITHM':
    case 'SQL':
      return parseCreateView(cursor, head)
    case 'PROCEDURE':
    case 'FUNCTION':
    case 'AGGREGATE':
      checkReplace(cursor, head)
      return parseCreateRoutine(cursor, head)
    case 'TRIGGER':
      checkReplace(cursor, head)
      return parseCreateTrigger(cursor, head)
    default:
      if (cursor.is('EVENT') || cursor.is('PACKAGE')) return parseCreateObject(cursor, head)
      cursor.index = start
      return parseCreateObject(cursor, head)
  }
}

/** MySQL replaces views only. */
function checkReplace(cursor: Cursor, {orReplace}: CreateHead): void {
  if (orReplace && cursor.mysql) cursor.fail('`VIEW`')
}

/** `ALGORITHM = … DEFINER = …` before a view or a routine. */
export function skipDefiner(cursor: Cursor): void {
  if (cursor.accept('ALGORITHM')) {
    cursor.expect('=')
    cursor.expectAny('UNDEFINED', 'MERGE', 'TEMPTABLE')
  }
  if (!cursor.accept('DEFINER')) return
  cursor.expect('=')
  cursor.nameOrCurrentUser()
}

function parseCreateDatabase(cursor: Cursor): StatementSyntax {
  cursor.index++
  const ifNotExists = acceptIfNotExists(cursor)
  const database = cursor.name('a database')
  return {kind: 'create-database', database, ifNotExists, ...parseDatabaseOptions(cursor)}
}

/** Character set, collation, encryption and comment of a database; the first two are returned. */
export function parseDatabaseOptions(cursor: Cursor): {charset?: string; collation?: string} {
  const options: {charset?: string; collation?: string} = {}
  while (!cursor.atEnd) {
    cursor.accept('DEFAULT')
    if (cursor.accept('CHARSET') || cursor.accept('CHARACTER', 'SET') || cursor.accept('CHAR', 'SET')) {
      cursor.accept('=')
      options.charset = cursor.nameOrString('a character set').toLowerCase()
    } else if (cursor.accept('COLLATE')) {
      cursor.accept('=')
      options.collation = cursor.nameOrString('a collation').toLowerCase()
    } else if (cursor.mysql && cursor.accept('ENCRYPTION')) {
      cursor.accept('=')
      cursor.string()
    } else if (cursor.mysql && cursor.accept('READ', 'ONLY')) {
      cursor.accept('=')
      if (!cursor.accept('DEFAULT')) cursor.number()
    } else if (cursor.mariadb && cursor.accept('COMMENT')) {
      cursor.accept('=')
      cursor.string()
    } else cursor.fail('an option of a database')
  }
  return options
}

function parseCreateSequence(cursor: Cursor, temporary: boolean): StatementSyntax {
  const ifNotExists = acceptIfNotExists(cursor)
  const sequence = parseQualifiedName(cursor, 'a sequence')
  cursor.skipBalanced(() => false)
  return {kind: 'create-sequence', sequence, ifNotExists, temporary}
}

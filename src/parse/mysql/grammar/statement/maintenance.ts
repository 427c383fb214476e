import type {Cursor} from '../../cursor.js'
import type {RequestSyntax} from '../../syntax/alter-table.js'
import type {Ranged, StatementSyntax} from '../../syntax/statement.js'
import type {QualifiedName} from '../../syntax/table.js'
import {acceptIfExists, parseAccount, parseQualifiedName} from '../name.js'
import {acceptWait} from '../request.js'
import {parseRangedName} from './drop.js'
import {parseOther} from './other.js'

/** Read `RENAME TABLE a TO b, …`, `RENAME USER`. */
export function parseRenameTable(cursor: Cursor): StatementSyntax {
  cursor.expect('RENAME')
  if (cursor.accept('USER')) return parseRenameUser(cursor)
  cursor.expectAny('TABLE', 'TABLES')
  const ifExists = acceptIfExists(cursor, false)
  const request: RequestSyntax = {}
  const pairs = cursor.items(() => {
    const start = cursor.index
    const from = parseQualifiedName(cursor)
    acceptWait(cursor, request)
    cursor.expect('TO')
    return {value: {from, to: parseQualifiedName(cursor)}, range: cursor.range(start)}
  })
  return {kind: 'rename-table', pairs, ifExists, request}
}

function parseRenameUser(cursor: Cursor): StatementSyntax {
  const names = cursor.items(() => {
    const name = parseAccount(cursor)
    cursor.expect('TO')
    parseAccount(cursor)
    return name
  })
  return {
    kind: 'object',
    change: 'alter',
    objectType: 'user',
    name: names.join(', '),
    action: 'rename',
    ifExists: false,
    orReplace: false
  }
}

/** Read `TRUNCATE [TABLE]`. */
export function parseTruncate(cursor: Cursor): StatementSyntax {
  cursor.expect('TRUNCATE')
  cursor.accept('TABLE')
  const table = parseQualifiedName(cursor)
  const request: RequestSyntax = {}
  acceptWait(cursor, request)
  return {kind: 'truncate', table, request}
}

/** Read `OPTIMIZE`, `ANALYZE`, `CHECK` and `REPAIR TABLE`; `ANALYZE SELECT` of MariaDB is another thing. */
export function parseMaintenance(cursor: Cursor): StatementSyntax {
  const start = cursor.index
  const action = cursor.next().upper.toLowerCase() as 'optimize' | 'analyze' | 'check' | 'repair'
  if (action !== 'check') cursor.acceptAny('NO_WRITE_TO_BINLOG', 'LOCAL')
  if (!cursor.acceptAny('TABLE', 'TABLES')) {
    if (action === 'optimize' || (cursor.mysql && action !== 'analyze')) cursor.fail('`TABLE`')
    cursor.index = start
    return parseOther(cursor)
  }
  const request: RequestSyntax = {}
  const tables = cursor.items(() => parseMaintained(cursor, request))
  acceptWait(cursor, request)
  parseMaintenanceOptions(cursor, action)
  return {kind: 'maintain', action, tables, request}
}

function parseMaintained(cursor: Cursor, request: RequestSyntax): Ranged<QualifiedName> {
  const name = parseRangedName(cursor)
  acceptWait(cursor, request)
  if (cursor.mariadb && cursor.accept('PERSISTENT', 'FOR')) {
    if (!cursor.accept('ALL')) {
      cursor.expect('COLUMNS')
      cursor.parenthesizedOrEmpty()
      cursor.expect('INDEXES')
      cursor.parenthesizedOrEmpty()
    }
  }
  return name
}

function parseMaintenanceOptions(cursor: Cursor, action: string): void {
  if (action === 'check') {
    while (!cursor.atEnd) {
      if (!cursor.accept('FOR', 'UPGRADE')) cursor.expectAny('QUICK', 'FAST', 'MEDIUM', 'EXTENDED', 'CHANGED')
    }
  } else if (action === 'repair') {
    while (!cursor.atEnd) cursor.expectAny('QUICK', 'EXTENDED', 'USE_FRM', 'FORCE')
  } else if (action === 'analyze' && cursor.mysql && cursor.acceptAny('UPDATE', 'DROP')) {
    cursor.expect('HISTOGRAM')
    cursor.skipBalanced(() => false)
  }
}

/** Read `LOCK TABLES`; `LOCK INSTANCE FOR BACKUP` and the like are `other`. */
export function parseLockTables(cursor: Cursor): StatementSyntax {
  if (!['TABLES', 'TABLE'].includes(cursor.word(1))) return parseOther(cursor)
  cursor.index += 2
  const tables = cursor.items(() => {
    const from = cursor.index
    const table = parseQualifiedName(cursor)
    if (cursor.accept('AS')) cursor.nameOrString('an alias')
    else if (cursor.isName() && !cursor.is('LOW_PRIORITY')) cursor.name('an alias')
    return {value: {table, mode: parseLockMode(cursor)}, range: cursor.range(from)}
  })
  const request: RequestSyntax = {}
  acceptWait(cursor, request)
  return {kind: 'lock-tables', tables, request}
}

function parseLockMode(cursor: Cursor): string {
  if (cursor.accept('READ')) return cursor.accept('LOCAL') ? 'READ LOCAL' : 'READ'
  if (cursor.mariadb || !cursor.since(9)) cursor.accept('LOW_PRIORITY')
  cursor.expect('WRITE')
  if (cursor.mariadb) cursor.accept('CONCURRENT')
  return 'WRITE'
}

/** Read `UNLOCK TABLES`; `UNLOCK INSTANCE` is `other`. */
export function parseUnlock(cursor: Cursor): StatementSyntax {
  if (!['TABLES', 'TABLE'].includes(cursor.word(1))) return parseOther(cursor)
  cursor.index += 2
  return {kind: 'unlock-tables'}
}

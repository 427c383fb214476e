import type {Cursor} from '../../cursor.js'
import type {StatementSyntax} from '../../syntax/statement.js'
import {acceptIfExists, acceptIfNotExists, parseAccount, parseQualifiedName} from '../name.js'
import {parseBody} from './routine.js'

/** Objects of which only kind and name matter, with the servers that have them. */
const objects: ReadonlyArray<{words: string[]; only?: 'mysql' | 'mariadb'; accounts?: boolean}> = [
  {words: ['EVENT']},
  {words: ['USER'], accounts: true},
  {words: ['ROLE'], accounts: true},
  {words: ['SERVER']},
  {words: ['PACKAGE', 'BODY'], only: 'mariadb'},
  {words: ['PACKAGE'], only: 'mariadb'},
  {words: ['UNDO', 'TABLESPACE'], only: 'mysql'},
  {words: ['TABLESPACE'], only: 'mysql'},
  {words: ['LOGFILE', 'GROUP'], only: 'mysql'},
  {words: ['RESOURCE', 'GROUP'], only: 'mysql'},
  {words: ['SPATIAL', 'REFERENCE', 'SYSTEM'], only: 'mysql'},
  {words: ['LIBRARY'], only: 'mysql'},
  {words: ['INSTANCE'], only: 'mysql'},
  {words: ['PREPARE']},
  {words: ['PUBLIC', 'SYNONYM'], only: 'mariadb'}
]

interface Head {
  orReplace: boolean
}

/** Read `CREATE` of an object that is no relation, from its kind on. */
export function parseCreateObject(cursor: Cursor, {orReplace}: Head): StatementSyntax {
  const {accounts, words} = parseKind(cursor)
  if (orReplace && cursor.mysql && words[0] !== 'SPATIAL') cursor.fail('`VIEW`', cursor.peek(-words.length))
  const objectType = words.join(' ').toLowerCase()
  acceptIfNotExists(cursor)
  const name = parseName(cursor, accounts)
  if (words[0] === 'EVENT') parseEvent(cursor)
  else if (words[0] === 'PACKAGE') parseBody(cursor)
  else cursor.skipBalanced(() => false)
  return {kind: 'object', change: 'create', objectType, name, action: 'create', ifExists: false, orReplace}
}

/** Read `DROP` of an object that is no relation, after `DROP`. */
export function parseDropObject(cursor: Cursor): StatementSyntax {
  const {accounts, words} = parseKind(cursor)
  const ifExists = acceptIfExists(cursor)
  const name = parseName(cursor, accounts)
  if (words[0] === 'PREPARE') return {kind: 'deallocate', name}
  cursor.skipBalanced(() => false)
  return {
    kind: 'object',
    change: 'drop',
    objectType: words.join(' ').toLowerCase(),
    name,
    action: 'drop',
    ifExists,
    orReplace: false
  }
}

/** Read `ALTER` of an object that is no relation, after `ALTER`. */
export function parseAlterObject(cursor: Cursor): StatementSyntax {
  const {accounts, words} = parseKind(cursor)
  const ifExists = acceptIfExists(cursor)
  const name = words[0] === 'INSTANCE' ? '' : parseName(cursor, accounts)
  const action = cursor.word().toLowerCase()
  cursor.skipBalanced(() => false)
  return {
    kind: 'object',
    change: 'alter',
    objectType: words.join(' ').toLowerCase(),
    name,
    action,
    ifExists,
    orReplace: false
  }
}

function parseKind(cursor: Cursor): {words: string[]; accounts: boolean} {
  for (const {accounts = false, only, words} of objects) {
    const known = only === undefined || only === cursor.context.server.dialect
    if (known && cursor.accept(...words)) return {words, accounts}
  }
  return cursor.fail('a kind of object')
}

function parseName(cursor: Cursor, accounts: boolean): string {
  if (accounts) {
    if (cursor.is('USER', '(')) {
      cursor.index += 3
      return 'user()'
    }
    return parseAccount(cursor)
  }
  if (cursor.isNumber()) return cursor.number()
  if (cursor.isString()) return cursor.string()
  return parseQualifiedName(cursor, 'a name').name
}

function parseEvent(cursor: Cursor): void {
  cursor.expect('ON', 'SCHEDULE')
  if (!cursor.isAny('AT', 'EVERY')) cursor.fail('`AT` or `EVERY`')
  cursor.skipBalanced((word) => word === 'DO')
  cursor.expect('DO')
  parseBody(cursor)
}

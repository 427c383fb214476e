import type {Cursor} from '../../cursor.js'
import type {StatementSyntax} from '../../syntax/statement.js'
import {parseOther} from './other.js'
import {parseBody} from './routine.js'

/** Read `START TRANSACTION`; `START REPLICA` and the like are `other`. */
export function parseStart(cursor: Cursor): StatementSyntax {
  if (cursor.word(1) !== 'TRANSACTION') return parseOther(cursor)
  cursor.index += 2
  if (!cursor.atEnd) cursor.items(() => parseCharacteristic(cursor))
  return {kind: 'begin', settings: []}
}

function parseCharacteristic(cursor: Cursor): void {
  if (cursor.accept('WITH')) cursor.expect('CONSISTENT', 'SNAPSHOT')
  else {
    cursor.expect('READ')
    cursor.expectAny('ONLY', 'WRITE')
  }
}

/** Read `BEGIN [WORK]`; MariaDB's `BEGIN NOT ATOMIC` runs its body at once. */
export function parseBegin(cursor: Cursor): StatementSyntax {
  if (cursor.mariadb && cursor.is('BEGIN', 'NOT', 'ATOMIC')) {
    return {kind: 'compound', body: parseBody(cursor)}
  }
  cursor.expect('BEGIN')
  cursor.accept('WORK')
  return {kind: 'begin', settings: []}
}

/** Read `COMMIT`. */
export function parseCommit(cursor: Cursor): StatementSyntax {
  cursor.expect('COMMIT')
  cursor.accept('WORK')
  return {kind: 'commit', chain: parseChain(cursor)}
}

/** Read `ROLLBACK` and `ROLLBACK TO SAVEPOINT`. */
export function parseRollback(cursor: Cursor): StatementSyntax {
  cursor.expect('ROLLBACK')
  cursor.accept('WORK')
  if (!cursor.accept('TO')) return {kind: 'rollback', chain: parseChain(cursor)}
  // `SAVEPOINT` may be the word or the name.
  if (cursor.is('SAVEPOINT') && cursor.isName(1)) cursor.index++
  return {kind: 'rollback', chain: false, to: cursor.name('a savepoint')}
}

function parseChain(cursor: Cursor): boolean {
  let chain = false
  if (cursor.accept('AND')) {
    chain = !cursor.accept('NO')
    cursor.expect('CHAIN')
  }
  if (cursor.accept('NO')) cursor.expect('RELEASE')
  else cursor.accept('RELEASE')
  return chain
}

/** Read `SAVEPOINT name`. */
export function parseSavepoint(cursor: Cursor): StatementSyntax {
  cursor.expect('SAVEPOINT')
  return {kind: 'savepoint', name: cursor.name('a savepoint')}
}

/** Read `RELEASE SAVEPOINT name`. */
export function parseRelease(cursor: Cursor): StatementSyntax {
  cursor.expect('RELEASE', 'SAVEPOINT')
  return {kind: 'release', name: cursor.name('a savepoint')}
}

/** Read `XA …`. */
export function parseXa(cursor: Cursor): StatementSyntax {
  cursor.expect('XA')
  const action = cursor.expectAny('START', 'BEGIN', 'END', 'PREPARE', 'COMMIT', 'ROLLBACK', 'RECOVER').toLowerCase()
  if (action !== 'recover') cursor.string('a transaction identifier')
  cursor.skipBalanced(() => false)
  return {kind: 'xa', action}
}

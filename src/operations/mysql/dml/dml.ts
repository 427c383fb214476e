/** Statements that read or write rows: the query parser has their structure, the tokens places and texts. */
import type {Cursor} from '../../../parse/mysql/cursor.js'
import type {Range} from '../../../parse/source.js'
import type {Operation} from '../../operation.js'
import {failAt, findWord} from './clauses.js'
import {readDelete} from './delete.js'
import {readInsert} from './insert.js'
import {readQuery} from './query.js'
import {readQueryStructure} from './structure.js'
import {readUpdate} from './update.js'

/**
 * Read one statement.
 *
 * @throws {UnexpectedError} Where it is broken.
 */
export function readDml(cursor: Cursor, range: Range): Operation[] {
  checkBalance(cursor)
  switch (cursor.word()) {
    case 'INSERT':
    case 'REPLACE':
      return [readInsert(cursor, range)]
    case 'UPDATE':
      return readUpdate(cursor, range)
    case 'DELETE':
      return readDelete(cursor, range)
    case 'WITH':
      return readWith(cursor, range)
    default:
      return [readSelect(cursor, range)]
  }
}

function checkBalance(cursor: Cursor): void {
  cursor.skipBalanced(() => false)
  cursor.expectEnd('no `)` without `(`')
  cursor.index = 0
  // MariaDB has no such operators: https://jira.mariadb.org/browse/MDEV-13594
  const arrow = cursor.mariadb ? cursor.tokens.findIndex(({upper}) => upper === '->' || upper === '->>') : -1
  if (arrow !== -1) failAt(cursor, arrow, 'an operator')
}

/** `WITH … UPDATE`, `WITH … DELETE`, `WITH … SELECT`. */
function readWith(cursor: Cursor, range: Range): Operation[] {
  const end = cursor.tokens.length
  const start = findWord(cursor, 1, end, new Set(['SELECT', 'UPDATE', 'DELETE', 'TABLE', 'VALUES']))
  const word = cursor.tokens[start]?.upper
  if (cursor.mariadb && !cursor.since(12) && (word === 'UPDATE' || word === 'DELETE')) failAt(cursor, start, '`SELECT`')
  if (word !== 'UPDATE' && word !== 'DELETE') {
    if (start === end && cursor.tokens.at(-1)?.upper !== ')') failAt(cursor, end, 'a query')
    return [readSelect(cursor, range)]
  }
  cursor.index = start
  return word === 'UPDATE' ? readUpdate(cursor, range) : readDelete(cursor, range)
}

function readSelect(cursor: Cursor, range: Range): Operation<'rows.select'> {
  const end = cursor.tokens.length
  if (end === 1) failAt(cursor, 1, 'more')
  if (cursor.mariadb && (cursor.is('TABLE') || cursor.is('VALUES', 'ROW'))) failAt(cursor, 0, 'a statement')
  if (cursor.is('SELECT', 'FROM') || cursor.is('SELECT', 'WHERE')) failAt(cursor, 1, 'an expression')
  checkEnd(cursor, end)
  const {calls} = readQuery(cursor, 0, end)
  const operation: Operation<'rows.select'> = {kind: 'rows.select', range, calls, ...readQueryStructure(cursor, 0, end)}
  const lock = readLock(cursor, end)
  if (lock !== undefined) operation.lock = lock
  return operation
}

/** Words after which a query cannot end. */
const unfinished = new Set([
  'SELECT',
  'FROM',
  'WHERE',
  'JOIN',
  'ON',
  'AND',
  'OR',
  'BY',
  'LIMIT',
  'UNION',
  ',',
  '=',
  '.'
])

function checkEnd(cursor: Cursor, end: number): void {
  if (unfinished.has(cursor.tokens[end - 1]?.upper ?? '')) failAt(cursor, end, 'more')
}

function readLock(cursor: Cursor, end: number): 'update' | 'share' | undefined {
  for (let index = 0; index < end; index++) {
    index = findWord(cursor, index, end, new Set(['FOR', 'LOCK']))
    const next = cursor.tokens[index + 1]?.upper
    if (cursor.tokens[index]?.upper === 'LOCK' && next === 'IN') return 'share'
    if (next === 'UPDATE') return 'update'
    if (next === 'SHARE') return 'share'
  }
  return undefined
}

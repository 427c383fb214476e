import type {Cursor} from '../../../parse/mysql/cursor.js'
import {parseColumnName, parseColumnNames, parseQualifiedName} from '../../../parse/mysql/grammar/name.js'
import type {Range} from '../../../parse/source.js'
import type {Operation} from '../../operation.js'
import {findWord} from './clauses.js'
import {spansOfSelect, speaksOfPartitions, widen} from './constants.js'
import {readQuery} from './query.js'
import {readQueryStructure} from './structure.js'
import {readTaken} from './taken.js'

const queryWords = ['SELECT', 'WITH', 'TABLE', '(']

/**
 * Read `INSERT` and `REPLACE`.
 *
 * Rows of `VALUES` are read from the tokens alone: they may be megabytes of seed data, for which the parser of
 * queries would take many seconds and much memory, and a list of values has no structure to ask for.
 *
 * https://dev.mysql.com/doc/refman/9.7/en/insert.html
 */
export function readInsert(cursor: Cursor, range: Range): Operation<'rows.insert'> {
  const replace = cursor.next().upper === 'REPLACE'
  cursor.acceptAny('LOW_PRIORITY', 'DELAYED', 'HIGH_PRIORITY')
  const ignore = !replace && cursor.accept('IGNORE')
  cursor.accept('INTO')
  const table = parseQualifiedName(cursor)
  if (cursor.accept('PARTITION')) cursor.parenthesized()
  const operation: Operation<'rows.insert'> = {
    kind: 'rows.insert',
    range,
    table,
    source: 'values',
    columns: [],
    reads: []
  }
  if (replace) operation.conflict = 'replace'
  else if (ignore) operation.conflict = 'ignore'
  readColumns(cursor, operation)
  const from = cursor.index
  readSource(cursor, operation)
  // Values may be sub-queries.
  if (operation.source === 'values' && cursor.tokens.some(({upper}) => upper === 'SELECT')) {
    operation.reads = readQuery(cursor, from, cursor.tokens.length).reads
  }
  return operation
}

function readColumns(cursor: Cursor, operation: Operation<'rows.insert'>): void {
  if (cursor.is('(', ')')) cursor.index += 2
  else if (cursor.is('(') && !queryWords.includes(cursor.word(1))) {
    operation.columns = cursor.list(() => parseColumnName(cursor))
  }
}

function readSource(cursor: Cursor, operation: Operation<'rows.insert'>): void {
  if (cursor.acceptAny('VALUES', 'VALUE')) {
    readRows(cursor, operation)
    readAlias(cursor)
  } else if (cursor.accept('SET')) {
    operation.rows = 1
    operation.columns = cursor.items(() => readAssignment(cursor))
    readAlias(cursor)
  } else if (queryWords.includes(cursor.word())) readSelect(cursor, operation)
  else cursor.fail('`VALUES`, `SET` or a query')
  readDuplicate(cursor, operation)
  if (cursor.mariadb && cursor.accept('RETURNING')) cursor.skipBalanced(() => false)
  cursor.expectEnd()
}

function readRows(cursor: Cursor, operation: Operation<'rows.insert'>): void {
  let rows = 0
  let spans: Operation<'rows.insert'>['spans']
  const tells = speaksOfPartitions(cursor.context)
  do {
    if (cursor.mysql) cursor.accept('ROW')
    const from = cursor.index
    if (cursor.is('(', ')')) cursor.index += 2
    else cursor.parenthesized()
    if (tells) spans = widen(spans, cursor, from + 1, cursor.index - 1)
    rows++
  } while (cursor.accept(','))
  operation.rows = rows
  if (spans) operation.spans = spans
}

/** `AS new(a, b)` names the new row for `ON DUPLICATE KEY UPDATE`. */
function readAlias(cursor: Cursor): void {
  if (!cursor.accept('AS')) return
  if (cursor.mariadb) cursor.fail('end of statement', cursor.peek(-1))
  cursor.name('an alias')
  if (cursor.is('(')) parseColumnNames(cursor)
}

function readAssignment(cursor: Cursor): string {
  const column = parseColumnName(cursor)
  if (!cursor.accept(':=')) cursor.expect('=')
  const from = cursor.index
  cursor.skipBalanced((word) => word === 'ON' || word === 'AS' || word === 'RETURNING', true)
  if (cursor.index === from) cursor.fail('a value')
  return column
}

function readSelect(cursor: Cursor, operation: Operation<'rows.insert'>): void {
  const from = cursor.index
  const to = findDuplicate(cursor, from)
  operation.source = 'query'
  Object.assign(operation, readQueryStructure(cursor, from, to))
  const taken = readTaken(cursor, from, to, operation)
  if (taken) operation.taken = taken
  const spans = speaksOfPartitions(cursor.context) ? spansOfSelect(cursor, from, to) : undefined
  if (spans) operation.spans = spans
  cursor.index = to
}

/** Where `ON DUPLICATE` stands, after the query. */
function findDuplicate(cursor: Cursor, from: number): number {
  const end = cursor.tokens.length
  for (let index = from; index < end; index++) {
    index = findWord(cursor, index, end, new Set(['ON', 'RETURNING']))
    if (cursor.tokens[index]?.upper === 'RETURNING' || cursor.tokens[index + 1]?.upper === 'DUPLICATE') return index
  }
  return end
}

function readDuplicate(cursor: Cursor, operation: Operation<'rows.insert'>): void {
  if (!cursor.accept('ON')) return
  cursor.expect('DUPLICATE', 'KEY', 'UPDATE')
  operation.conflict = 'update'
  cursor.items(() => readAssignment(cursor))
}

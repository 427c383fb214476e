import type {Cursor} from '../cursor.js'
import type {CreateTableSyntax, PeriodSyntax} from '../syntax/table.js'
import {parseColumn} from './column.js'
import {acceptTableConstraint} from './key.js'
import {acceptIfNotExists, parseColumnNames, parseQualifiedName} from './name.js'
import {parsePartitionBy} from './partition.js'
import {acceptTableOption} from './table-options.js'

/** Read `CREATE TABLE` after the words before the name. */
export function parseCreateTable(cursor: Cursor, orReplace: boolean, temporary: boolean): CreateTableSyntax {
  const ifNotExists = acceptIfNotExists(cursor)
  const create: CreateTableSyntax = {
    kind: 'create-table',
    table: parseQualifiedName(cursor),
    temporary,
    orReplace,
    ifNotExists,
    elements: [],
    options: [],
    systemVersioned: false
  }
  if (cursor.accept('LIKE')) create.like = parseQualifiedName(cursor)
  else if (cursor.is('(', 'LIKE')) {
    cursor.index += 2
    create.like = parseQualifiedName(cursor)
    cursor.expect(')')
  }
  if (create.like) {
    if (cursor.mariadb && cursor.accept('WITH', 'SYSTEM', 'VERSIONING')) create.systemVersioned = true
    return create
  }
  if (cursor.is('(') && !startsQuery(cursor)) create.elements = cursor.list(() => parseElement(cursor))
  parseRest(cursor, create)
  return create
}

function startsQuery(cursor: Cursor): boolean {
  let offset = 0
  while (cursor.word(offset) === '(') offset++
  if (cursor.word(offset) === 'WITH') return cursor.word(offset + 1) !== 'SYSTEM'
  // MariaDB knows no `TABLE t`.
  return ['SELECT', 'VALUES'].includes(cursor.word(offset)) || (cursor.mysql && cursor.word(offset) === 'TABLE')
}

function parseElement(cursor: Cursor): CreateTableSyntax['elements'][number] {
  const constraint = acceptTableConstraint(cursor)
  if (constraint) return constraint
  if (isPeriod(cursor)) return parsePeriod(cursor, cursor.index)
  return {kind: 'column', column: parseColumn(cursor)}
}

/** Whether MariaDB's `PERIOD FOR` starts here. */
export function isPeriod(cursor: Cursor): boolean {
  return cursor.mariadb && (cursor.is('PERIOD', 'FOR') || cursor.is('PERIOD', 'IF', 'NOT'))
}

/** Read `PERIOD FOR name (start, end)`. */
export function parsePeriod(cursor: Cursor, from: number): PeriodSyntax {
  cursor.expect('PERIOD')
  const ifNotExists = acceptIfNotExists(cursor)
  cursor.expect('FOR')
  const name = cursor.name('a period')
  return {kind: 'period', name, ifNotExists, columns: parseColumnNames(cursor), range: cursor.range(from)}
}

function parseRest(cursor: Cursor, create: CreateTableSyntax): void {
  for (;;) {
    const versioned = cursor.mariadb && cursor.accept('WITH', 'SYSTEM', 'VERSIONING')
    if (versioned) create.systemVersioned = true
    const option = versioned ? undefined : acceptTableOption(cursor)
    if (versioned) continue
    if (option) create.options.push(option)
    else if (cursor.word(-1) === ',' && create.options.length > 0) cursor.fail('a table option')
    else break
    cursor.accept(',')
  }
  if (cursor.is('PARTITION')) create.partitionBy = parsePartitionBy(cursor)
  const ignore = cursor.acceptAny('IGNORE', 'REPLACE')
  const as = cursor.accept('AS')
  if (startsQuery(cursor)) {
    const from = cursor.index
    cursor.skipBalanced(() => false)
    create.query = {from, to: cursor.index}
  } else if (ignore !== undefined || as) cursor.fail('a query')
}

import type {Cursor} from '../cursor.js'
import type {PartitionDefinition, PartitionSyntax, PartitionValues} from '../syntax/table.js'
import {acceptTableOption} from './table-options.js'

/**
 * Read `PARTITION BY …` after its first word.
 *
 * https://dev.mysql.com/doc/refman/9.7/en/create-table.html
 */
export function parsePartitionBy(cursor: Cursor): PartitionSyntax {
  cursor.expect('PARTITION', 'BY')
  const partitioning = parseStrategy(cursor)
  if (cursor.accept('PARTITIONS')) partitioning.count = Number(cursor.integer())
  if (cursor.accept('SUBPARTITION')) {
    cursor.expect('BY')
    parseHashOrKey(cursor)
    if (cursor.accept('SUBPARTITIONS')) cursor.integer()
  }
  if (cursor.is('(')) partitioning.partitions = parsePartitionDefinitions(cursor)
  return partitioning
}

function parseStrategy(cursor: Cursor): PartitionSyntax {
  const partitions: PartitionDefinition[] = []
  const ranged = cursor.acceptAny('RANGE', 'LIST')
  if (ranged !== undefined) {
    const strategy = ranged === 'RANGE' ? 'range' : 'list'
    if (!cursor.accept('COLUMNS')) return {strategy, key: [{expression: cursor.parenthesized()}], partitions}
    return {strategy, key: cursor.list(() => ({column: cursor.name('a column')})), partitions}
  }
  if (cursor.mariadb && cursor.accept('SYSTEM_TIME')) {
    skipTimeLimit(cursor)
    cursor.accept('AUTO')
    return {strategy: 'system_time', key: [], partitions}
  }
  return {...parseHashOrKey(cursor), partitions}
}

/** `INTERVAL 1 MONTH STARTS …` or `LIMIT 100` of MariaDB's partitioning by time. */
function skipTimeLimit(cursor: Cursor): void {
  while (!cursor.atEnd && !cursor.isAny('PARTITIONS', 'SUBPARTITION', 'AUTO') && !cursor.is('(', 'PARTITION')) {
    if (cursor.is('(')) cursor.parenthesizedOrEmpty()
    else cursor.index++
  }
}

function parseHashOrKey(cursor: Cursor): Omit<PartitionSyntax, 'partitions'> {
  cursor.accept('LINEAR')
  if (cursor.accept('HASH')) return {strategy: 'hash', key: [{expression: cursor.parenthesized()}]}
  if (!cursor.accept('KEY')) cursor.fail('`RANGE`, `LIST`, `HASH` or `KEY`')
  if (cursor.accept('ALGORITHM')) {
    cursor.expect('=')
    cursor.integer()
  }
  if (cursor.is('(', ')')) {
    cursor.index += 2
    return {strategy: 'key', key: []}
  }
  return {strategy: 'key', key: cursor.list(() => ({column: cursor.name('a column')}))}
}

/** Read definitions of partitions in parentheses. */
export function parsePartitionDefinitions(cursor: Cursor): PartitionDefinition[] {
  return cursor.list(() => parsePartitionDefinition(cursor))
}

/** Read one definition of a partition. */
export function parsePartitionDefinition(cursor: Cursor): PartitionDefinition {
  if (cursor.mysql) cursor.expect('PARTITION')
  else cursor.accept('PARTITION')
  const name = cursor.name('a partition')
  const definition: PartitionDefinition = {name}
  if (cursor.accept('VALUES')) definition.values = parseValues(cursor)
  else if (cursor.mariadb && (cursor.accept('HISTORY') || cursor.accept('CURRENT'))) return definition
  else if (cursor.mariadb) cursor.accept('DEFAULT')
  parsePartitionOptions(cursor)
  if (cursor.is('(')) cursor.list(() => parseSubpartition(cursor))
  return definition
}

function parseValues(cursor: Cursor): PartitionValues {
  if (cursor.accept('LESS')) {
    cursor.expect('THAN')
    return {lessThan: cursor.accept('MAXVALUE') ? 'MAXVALUE' : cursor.parenthesized().text.slice(1, -1).trim()}
  }
  cursor.expect('IN')
  return {in: parseMembers(cursor)}
}

function parseMembers(cursor: Cursor): string[] {
  return cursor.list(() => {
    const from = cursor.index
    cursor.skipBalanced(() => false, true)
    if (cursor.index === from) cursor.fail('a value')
    return cursor.written(from).text
  })
}

function parseSubpartition(cursor: Cursor): void {
  cursor.expect('SUBPARTITION')
  cursor.nameOrString('a subpartition')
  parsePartitionOptions(cursor)
}

function parsePartitionOptions(cursor: Cursor): void {
  for (;;) {
    if (cursor.accept('NODEGROUP')) {
      cursor.accept('=')
      cursor.number()
    } else if (cursor.is('STORAGE', 'ENGINE')) cursor.index++
    else if (!acceptTableOption(cursor)) return
  }
}

import type {Cursor} from '../../cursor.js'
import type {AlterAction, PartitionMaintenance} from '../../syntax/alter-table.js'
import {acceptIfExists, acceptIfNotExists, parseQualifiedName} from '../name.js'
import {parsePartitionDefinition, parsePartitionDefinitions} from '../partition.js'

const maintenance = ['TRUNCATE', 'REBUILD', 'OPTIMIZE', 'ANALYZE', 'CHECK', 'REPAIR']

/** Read a clause about single partitions, `undefined` where none starts. */
export function acceptPartitionClause(cursor: Cursor): AlterAction | undefined {
  if (cursor.mariadb && cursor.is('CONVERT', 'TABLE')) return parseConvertTable(cursor)
  if (cursor.word(1) !== 'PARTITION') return undefined
  const word = cursor.word()
  const parse = clauses[word]
  if (parse) {
    cursor.index += 2
    return parse(cursor)
  }
  if (maintenance.includes(word)) {
    cursor.index += 2
    return parseMaintenance(cursor, word.toLowerCase() as PartitionMaintenance)
  }
  return undefined
}

const clauses: Record<string, ((cursor: Cursor) => AlterAction) | undefined> = {
  ADD: parseAdd,
  DROP: (cursor) => ({
    kind: 'drop-partition',
    ifExists: acceptIfExists(cursor, false),
    partitions: parseNames(cursor)
  }),
  COALESCE: (cursor) => {
    acceptNoBinlog(cursor)
    return {kind: 'coalesce-partition', count: Number(cursor.integer())}
  },
  REORGANIZE: parseReorganize,
  EXCHANGE: parseExchange,
  DISCARD: (cursor) => parseTablespace(cursor, 'discard'),
  IMPORT: (cursor) => parseTablespace(cursor, 'import'),
  CONVERT: parseConvertPartition
}

function parseNames(cursor: Cursor): string[] {
  return cursor.items(() => cursor.name('a partition'))
}

function acceptNoBinlog(cursor: Cursor): void {
  cursor.acceptAny('NO_WRITE_TO_BINLOG', 'LOCAL')
}

function parseAdd(cursor: Cursor): AlterAction {
  acceptIfNotExists(cursor, false)
  acceptNoBinlog(cursor)
  if (cursor.accept('PARTITIONS')) return {kind: 'add-partition', partitions: [], count: Number(cursor.integer())}
  return {kind: 'add-partition', partitions: parsePartitionDefinitions(cursor).map(({name}) => name)}
}

function parseReorganize(cursor: Cursor): AlterAction {
  acceptNoBinlog(cursor)
  if (cursor.atEnd) return {kind: 'reorganize-partition', partitions: [], into: []}
  const partitions = parseNames(cursor)
  cursor.expect('INTO')
  return {kind: 'reorganize-partition', partitions, into: parsePartitionDefinitions(cursor).map(({name}) => name)}
}

function parseExchange(cursor: Cursor): AlterAction {
  const partition = cursor.name('a partition')
  cursor.expect('WITH', 'TABLE')
  const table = parseQualifiedName(cursor)
  return {kind: 'exchange-partition', partition, table, validation: !acceptWithoutValidation(cursor)}
}

function parseTablespace(cursor: Cursor, action: 'discard' | 'import'): AlterAction {
  if (cursor.mariadb) cursor.fail('`TABLESPACE`', cursor.peek(-1))
  const partitions = cursor.accept('ALL') ? [] : parseNames(cursor)
  cursor.expect('TABLESPACE')
  return {kind: 'maintain-partition', action, partitions}
}

function parseMaintenance(cursor: Cursor, action: PartitionMaintenance): AlterAction {
  acceptNoBinlog(cursor)
  const partitions = cursor.accept('ALL') ? [] : parseNames(cursor)
  if (action === 'check' || action === 'repair') {
    while (cursor.acceptAny('QUICK', 'FAST', 'MEDIUM', 'EXTENDED', 'CHANGED', 'USE_FRM')) continue
    if (action === 'check') cursor.accept('FOR', 'UPGRADE')
  }
  return {kind: 'maintain-partition', action, partitions}
}

function parseConvertPartition(cursor: Cursor): AlterAction {
  if (cursor.mysql) cursor.fail('a clause of `ALTER TABLE`')
  const partition = cursor.name('a partition')
  cursor.expect('TO', 'TABLE')
  return {kind: 'convert-partition', partition, table: parseQualifiedName(cursor), direction: 'to-table'}
}

function parseConvertTable(cursor: Cursor): AlterAction {
  cursor.index += 2
  acceptIfNotExists(cursor)
  const table = parseQualifiedName(cursor)
  cursor.expect('TO')
  const {name: partition} = parsePartitionDefinition(cursor)
  acceptWithoutValidation(cursor)
  return {kind: 'convert-partition', partition, table, direction: 'to-partition'}
}

/** `WITHOUT VALIDATION`, and `WITH VALIDATION`, which changes nothing; MariaDB has both since 11.4. */
function acceptWithoutValidation(cursor: Cursor): boolean {
  if (cursor.mariadb && !cursor.since(11, 4)) return false
  if (cursor.accept('WITHOUT', 'VALIDATION')) return true
  cursor.accept('WITH', 'VALIDATION')
  return false
}

import type {Cursor} from '../cursor.js'
import type {TableOption} from '../syntax/table.js'
import {isEngineOption} from './engine-option.js'
import {parseQualifiedName} from './name.js'

type Value = 'number' | 'size' | 'string' | 'number-or-default' | 'name-or-string' | 'name-or-null' | readonly string[]

/** Options of both servers by keyword, with what may stand as their value. */
const shared: Record<string, Value> = {
  AUTO_INCREMENT: 'number',
  AVG_ROW_LENGTH: 'number',
  CHECKSUM: 'number',
  TABLE_CHECKSUM: 'number',
  COMMENT: 'string',
  CONNECTION: 'string',
  DELAY_KEY_WRITE: 'number',
  ENGINE: 'name-or-string',
  INSERT_METHOD: ['NO', 'FIRST', 'LAST'],
  KEY_BLOCK_SIZE: 'number',
  MAX_ROWS: 'number',
  MIN_ROWS: 'number',
  PACK_KEYS: 'number-or-default',
  PASSWORD: 'string',
  ROW_FORMAT: ['DEFAULT', 'DYNAMIC', 'FIXED', 'COMPRESSED', 'REDUNDANT', 'COMPACT', 'PAGE'],
  STATS_AUTO_RECALC: 'number-or-default',
  STATS_PERSISTENT: 'number-or-default',
  STATS_SAMPLE_PAGES: 'number-or-default'
}

const mysqlOnly: Record<string, Value> = {
  AUTOEXTEND_SIZE: 'size',
  COMPRESSION: 'string',
  ENCRYPTION: 'string',
  ENGINE_ATTRIBUTE: 'string',
  SECONDARY_ENGINE_ATTRIBUTE: 'string',
  SECONDARY_ENGINE: 'name-or-null'
}

/** MariaDB takes any name with `=` and a value; these also go without `=`. */
const mariadbOnly: Record<string, Value> = {
  PAGE_CHECKSUM: 'number',
  SEQUENCE: 'number',
  TRANSACTIONAL: 'number-or-default'
}

/**
 * Read one table option, `undefined` where none starts.
 *
 * https://dev.mysql.com/doc/refman/9.7/en/create-table.html
 * https://mariadb.com/docs/server/reference/sql-statements/data-definition/create/create-table#table-options
 */
export function acceptTableOption(cursor: Cursor): TableOption | undefined {
  const from = cursor.index
  const option = acceptCharsetOption(cursor) ?? acceptLongOption(cursor) ?? acceptPlainOption(cursor)
  return option && {...option, range: cursor.range(from)}
}

type Read = Omit<TableOption, 'range'>

function acceptCharsetOption(cursor: Cursor): Read | undefined {
  const from = cursor.index
  cursor.accept('DEFAULT')
  const charset = cursor.accept('CHARSET') || cursor.accept('CHARACTER', 'SET') || cursor.accept('CHAR', 'SET')
  if (charset) return {name: 'default charset', value: value(cursor, 'name-or-string')}
  if (cursor.accept('COLLATE')) return {name: 'default collate', value: value(cursor, 'name-or-string')}
  cursor.index = from
  return undefined
}

function acceptLongOption(cursor: Cursor): Read | undefined {
  for (const word of ['DATA', 'INDEX']) {
    if (cursor.accept(word, 'DIRECTORY')) {
      return {name: `${word.toLowerCase()} directory`, value: value(cursor, 'string')}
    }
  }
  if (cursor.accept('UNION')) {
    cursor.accept('=')
    const from = cursor.index
    if (cursor.is('(', ')')) cursor.index += 2
    else cursor.list(() => parseQualifiedName(cursor))
    return {name: 'union', value: cursor.written(from).text}
  }
  if (cursor.mysql && cursor.accept('START', 'TRANSACTION')) return {name: 'start transaction', value: ''}
  if (cursor.accept('TABLESPACE')) return parseTablespace(cursor)
  if (cursor.accept('STORAGE')) return {name: 'storage', value: value(cursor, ['DISK', 'MEMORY'])}
  return undefined
}

function parseTablespace(cursor: Cursor): Read {
  if (cursor.mariadb && cursor.is('=')) cursor.fail('a name')
  const tablespace = value(cursor, 'name-or-string')
  if (cursor.accept('STORAGE')) cursor.expectAny('DISK', 'MEMORY')
  return {name: 'tablespace', value: tablespace}
}

function acceptPlainOption(cursor: Cursor): Read | undefined {
  const word = cursor.word()
  const kind = shared[word] ?? (cursor.mysql ? mysqlOnly[word] : mariadbOnly[word])
  if (kind !== undefined) {
    cursor.index++
    return {name: word.toLowerCase(), value: value(cursor, kind)}
  }
  if (!isEngineOption(cursor)) return undefined
  const name = cursor.name().toLowerCase()
  return {name, value: value(cursor, 'name-or-string')}
}

function value(cursor: Cursor, kind: Value): string {
  cursor.accept('=')
  switch (kind) {
    case 'number':
      return cursor.number()
    case 'string':
      return cursor.string()
    case 'number-or-default':
      return cursor.accept('DEFAULT') ? 'default' : cursor.number()
    case 'size': // `4M`
      return cursor.isNumber() ? cursor.number() : cursor.name('a size')
    case 'name-or-null':
      return cursor.accept('NULL') ? 'null' : cursor.nameOrString()
    case 'name-or-string':
      return cursor.isNumber() ? cursor.number() : cursor.nameOrString()
    default:
      return cursor.expectAny(...kind).toLowerCase()
  }
}

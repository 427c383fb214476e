import type {Cursor} from '../../cursor.js'
import type {AlterAction} from '../../syntax/alter-table.js'
import {acceptIfExists} from '../name.js'

/** Read `DROP …` in `ALTER TABLE`. */
export function parseDrop(cursor: Cursor): AlterAction {
  cursor.expect('DROP')
  if (cursor.accept('PRIMARY')) {
    cursor.expect('KEY')
    return {kind: 'drop-key', what: 'primary-key', ifExists: false}
  }
  if (cursor.accept('FOREIGN')) {
    cursor.expect('KEY')
    return parseNamed(cursor, 'foreign-key')
  }
  if (cursor.acceptAny('INDEX', 'KEY')) return parseNamed(cursor, 'index')
  if (cursor.accept('CONSTRAINT')) return parseNamed(cursor, 'constraint')
  if (cursor.mysql && cursor.accept('CHECK')) return parseNamed(cursor, 'check')
  if (cursor.mariadb) {
    if (cursor.accept('SYSTEM', 'VERSIONING')) return {kind: 'system-versioning', add: false}
    if (cursor.is('PERIOD', 'FOR') || cursor.is('PERIOD', 'IF')) {
      cursor.index++
      acceptIfExists(cursor)
      cursor.expect('FOR')
      return {kind: 'drop-period', name: cursor.name('a period')}
    }
  }
  return parseDropColumn(cursor)
}

function parseNamed(cursor: Cursor, what: 'foreign-key' | 'index' | 'constraint' | 'check'): AlterAction {
  const ifExists = acceptIfExists(cursor, false)
  if (cursor.mariadb && what === 'constraint' && cursor.accept('PRIMARY')) {
    cursor.accept('KEY')
    return {kind: 'drop-key', what: 'primary-key', ifExists}
  }
  return {kind: 'drop-key', what, name: cursor.name(what === 'index' ? 'an index' : 'a constraint'), ifExists}
}

function parseDropColumn(cursor: Cursor): AlterAction {
  cursor.accept('COLUMN')
  const ifExists = acceptIfExists(cursor, false)
  const column = cursor.name('a column')
  cursor.acceptAny('RESTRICT', 'CASCADE')
  return {kind: 'drop-column', column, ifExists}
}

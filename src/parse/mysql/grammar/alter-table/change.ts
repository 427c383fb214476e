import type {Cursor} from '../../cursor.js'
import type {AlterAction} from '../../syntax/alter-table.js'
import {parseChangedColumn} from '../column.js'
import {parseNewDefault} from '../default-value.js'
import {acceptIfExists, parseDefinedName, parseQualifiedName} from '../name.js'
import {acceptPosition} from './add.js'

/** Read `MODIFY [COLUMN] a …`. */
export function parseModify(cursor: Cursor): AlterAction {
  cursor.expect('MODIFY')
  cursor.accept('COLUMN')
  const ifExists = acceptIfExists(cursor, false)
  const column = parseChangedColumn(cursor)
  return {kind: 'modify-column', name: column.name, column, position: acceptPosition(cursor), ifExists}
}

/** Read `CHANGE [COLUMN] a b …`. */
export function parseChange(cursor: Cursor): AlterAction {
  cursor.expect('CHANGE')
  cursor.accept('COLUMN')
  const ifExists = acceptIfExists(cursor, false)
  const name = parseDefinedName(cursor)
  return {kind: 'modify-column', name, column: parseChangedColumn(cursor), position: acceptPosition(cursor), ifExists}
}

/** Read `ALTER [COLUMN | INDEX | CHECK | CONSTRAINT] …` in `ALTER TABLE`. */
export function parseAlter(cursor: Cursor): AlterAction {
  cursor.expect('ALTER')
  if (cursor.isAny('INDEX', 'KEY') && (cursor.mariadb || cursor.is('INDEX'))) return parseAlterIndex(cursor)
  if (cursor.mysql && cursor.isAny('CHECK', 'CONSTRAINT')) {
    cursor.index++
    const name = cursor.name('a constraint')
    const enforced = !cursor.accept('NOT')
    cursor.expect('ENFORCED')
    return {kind: 'enforce-constraint', name, enforced}
  }
  return parseAlterColumn(cursor)
}

function parseAlterIndex(cursor: Cursor): AlterAction {
  cursor.index++
  const ifExists = acceptIfExists(cursor, false)
  const index = cursor.name('an index')
  if (cursor.mysql) {
    const word = cursor.expectAny('VISIBLE', 'INVISIBLE')
    return {kind: 'set-index-visibility', index, invisible: word === 'INVISIBLE', ifExists}
  }
  const invisible = !cursor.accept('NOT')
  cursor.expect('IGNORED')
  return {kind: 'set-index-visibility', index, invisible, ifExists}
}

function parseAlterColumn(cursor: Cursor): AlterAction {
  cursor.accept('COLUMN')
  acceptIfExists(cursor, false)
  const column = cursor.name('a column')
  if (cursor.accept('DROP')) {
    cursor.expect('DEFAULT')
    return {kind: 'drop-default', column}
  }
  cursor.expect('SET')
  if (cursor.mysql && cursor.isAny('VISIBLE', 'INVISIBLE')) {
    return {kind: 'set-column-visibility', column, invisible: cursor.next().upper === 'INVISIBLE'}
  }
  cursor.expect('DEFAULT')
  return {kind: 'set-default', column, value: parseNewDefault(cursor)}
}

/** Read `RENAME [COLUMN | INDEX | KEY | TO | AS] …` in `ALTER TABLE`. */
export function parseRename(cursor: Cursor): AlterAction {
  cursor.expect('RENAME')
  if (cursor.accept('COLUMN')) {
    const ifExists = acceptIfExists(cursor, false)
    const column = cursor.name('a column')
    cursor.expect('TO')
    return {kind: 'rename-column', column, to: cursor.name('a column'), ifExists}
  }
  if (cursor.acceptAny('INDEX', 'KEY')) {
    const ifExists = acceptIfExists(cursor, false)
    const index = cursor.name('an index')
    cursor.expect('TO')
    return {kind: 'rename-index', index, to: cursor.name('an index'), ifExists}
  }
  cursor.acceptAny('TO', 'AS', '=')
  return {kind: 'rename-table', to: parseQualifiedName(cursor)}
}

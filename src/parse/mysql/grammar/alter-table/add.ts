import type {Cursor} from '../../cursor.js'
import type {AlterClause, PositionSyntax} from '../../syntax/alter-table.js'
import {parseColumn} from '../column.js'
import {isPeriod, parsePeriod} from '../create-table.js'
import {acceptTableConstraint} from '../key.js'
import {acceptIfNotExists} from '../name.js'

/**
 * Read a clause after `ADD`; one in parentheses is several.
 *
 * @param from Number of the token `ADD`.
 */
export function parseAdd(cursor: Cursor, from: number): AlterClause[] {
  const column = cursor.accept('COLUMN')
  if (!column) {
    const constraint = acceptTableConstraint(cursor, true)
    if (constraint) return [{kind: 'add-constraint', constraint, range: cursor.range(from)}]
    if (isPeriod(cursor)) {
      const {columns, name} = parsePeriod(cursor, from)
      return [{kind: 'add-period', name, columns, range: cursor.range(from)}]
    }
    if (cursor.mariadb && cursor.accept('SYSTEM', 'VERSIONING')) {
      return [{kind: 'system-versioning', add: true, range: cursor.range(from)}]
    }
  }
  const ifNotExists = acceptIfNotExists(cursor, false)
  if (cursor.is('(')) return cursor.list(() => parseListed(cursor, ifNotExists))
  const definition = {column: parseColumn(cursor), position: acceptPosition(cursor)}
  return [{kind: 'add-columns', columns: [definition], ifNotExists, range: cursor.range(from)}]
}

function parseListed(cursor: Cursor, ifNotExists: boolean): AlterClause {
  const from = cursor.index
  const constraint = acceptTableConstraint(cursor, true)
  if (constraint) return {kind: 'add-constraint', constraint, range: cursor.range(from)}
  const column = parseColumn(cursor)
  return {kind: 'add-columns', columns: [{column}], ifNotExists, range: cursor.range(from)}
}

/** `FIRST` or `AFTER column`. */
export function acceptPosition(cursor: Cursor): PositionSyntax | undefined {
  if (cursor.accept('FIRST')) return 'first'
  if (cursor.accept('AFTER')) return {after: cursor.name('a column')}
  return undefined
}

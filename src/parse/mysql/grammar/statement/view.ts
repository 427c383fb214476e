import type {Cursor} from '../../cursor.js'
import type {StatementSyntax} from '../../syntax/statement.js'
import type {QuerySyntax} from '../../syntax/table.js'
import {acceptIfNotExists, parseColumnNames, parseQualifiedName} from '../name.js'

interface Head {
  orReplace: boolean
}

/** Read `CREATE VIEW` from `SQL SECURITY` or `VIEW` on. */
export function parseCreateView(cursor: Cursor, {orReplace}: Head): StatementSyntax {
  skipSecurity(cursor)
  cursor.expect('VIEW')
  const ifNotExists = acceptIfNotExists(cursor)
  const view = parseQualifiedName(cursor, 'a view')
  return {kind: 'create-view', view, orReplace, ifNotExists, ...parseViewBody(cursor)}
}

/** `SQL SECURITY DEFINER`. */
export function skipSecurity(cursor: Cursor): void {
  if (!cursor.accept('SQL')) return
  cursor.expect('SECURITY')
  cursor.expectAny('DEFINER', 'INVOKER')
}

/** Columns, `AS`, query and `WITH CHECK OPTION` of a view. */
export function parseViewBody(cursor: Cursor): {columns: string[]; query: QuerySyntax} {
  const columns = cursor.is('(') ? parseColumnNames(cursor) : []
  cursor.expect('AS')
  if (!cursor.isAny('SELECT', 'WITH', '(', 'VALUES', 'TABLE')) cursor.fail('a query')
  const from = cursor.index
  cursor.skipBalanced(() => false)
  cursor.expectEnd()
  return {columns, query: {from, to: cursor.index}}
}

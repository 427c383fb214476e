import type {Cursor} from '../cursor.js'
import type {QualifiedName} from '../syntax/table.js'

/** Read a name with or without its database; on MariaDB `.t` is a table too. */
export function parseQualifiedName(cursor: Cursor, expected = 'a table'): QualifiedName {
  if (cursor.mariadb && cursor.accept('.')) return {name: cursor.nameAfterDot(expected)}
  const first = cursor.name(expected)
  if (!cursor.accept('.')) return {name: first}
  return {schema: first, name: cursor.nameAfterDot(expected)}
}

/** Read names in parentheses. */
export function parseColumnNames(cursor: Cursor): string[] {
  return cursor.list(() => cursor.name('a column'))
}

/** Read the name of a column in its definition, which MariaDB takes with a table before it. */
export function parseDefinedName(cursor: Cursor): string {
  return cursor.mariadb ? parseColumnName(cursor) : cursor.name('a column')
}

/** Read a column that may be written with its table and database; the column counts. */
export function parseColumnName(cursor: Cursor): string {
  let name = cursor.name('a column')
  for (let parts = 0; parts < 2 && cursor.accept('.'); parts++) name = cursor.nameAfterDot('a column')
  return name
}

/** `IF EXISTS`; where only MariaDB knows it at this place, MySQL refuses it. */
export function acceptIfExists(cursor: Cursor, mysql = true): boolean {
  return (mysql || cursor.mariadb) && cursor.accept('IF', 'EXISTS')
}

/** `IF NOT EXISTS`; where only MariaDB knows it at this place, MySQL refuses it. */
export function acceptIfNotExists(cursor: Cursor, mysql = true): boolean {
  return (mysql || cursor.mariadb) && cursor.accept('IF', 'NOT', 'EXISTS')
}

/** `'user'@'host'`, `user@host`, `CURRENT_USER`, a role. */
export function parseAccount(cursor: Cursor): string {
  const from = cursor.index
  if (!(cursor.mariadb && cursor.accept('PUBLIC'))) cursor.nameOrCurrentUser()
  return cursor.written(from).text
}

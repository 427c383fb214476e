import type {Cursor} from '../../cursor.js'
import type {StatementSyntax} from '../../syntax/statement.js'
import type {QualifiedName} from '../../syntax/table.js'
import {acceptIfExists, parseAccount} from '../name.js'

interface Target {
  objectType: string
  objects: QualifiedName[]
}

/**
 * Read `GRANT` of privileges or roles.
 *
 * https://dev.mysql.com/doc/refman/9.7/en/grant.html
 */
export function parseGrant(cursor: Cursor): StatementSyntax {
  cursor.expect('GRANT')
  const start = cursor.index
  const privileges = parsePrivileges(cursor, 'TO')
  const target = parseTarget(cursor)
  refuseAllAsRole(cursor, start, target)
  cursor.expect('TO')
  const grantees = parseGrantees(cursor)
  // `REQUIRE SSL`, `WITH GRANT OPTION`, `AS user`.
  cursor.skipBalanced(() => false)
  return {kind: 'grant', privileges, grantees, ...target}
}

/** Read `REVOKE`. */
export function parseRevoke(cursor: Cursor): StatementSyntax {
  cursor.expect('REVOKE')
  if (cursor.mysql) acceptIfExists(cursor)
  const privileges = parsePrivileges(cursor, 'FROM')
  const target = parseTarget(cursor)
  cursor.expect('FROM')
  const grantees = parseGrantees(cursor)
  cursor.skipBalanced(() => false)
  return {kind: 'revoke', privileges, grantees, ...target}
}

/** `ALL` without an object is no role. */
function refuseAllAsRole(cursor: Cursor, start: number, {objectType}: Target): void {
  if (objectType === 'role' && cursor.tokens[start]?.upper === 'ALL') cursor.fail('`ON`')
}

function parsePrivileges(cursor: Cursor, end: string): string[] {
  return cursor.items(() => {
    const from = cursor.index
    cursor.skipBalanced((word) => word === 'ON' || word === end, true)
    if (cursor.index === from) cursor.fail('a privilege')
    return cursor.written(from).text.toLowerCase()
  })
}

function parseTarget(cursor: Cursor): Target {
  if (!cursor.accept('ON')) return {objectType: 'role', objects: []}
  if (cursor.mariadb && cursor.accept('PACKAGE')) cursor.accept('BODY')
  const kind = cursor.acceptAny('TABLE', 'PROCEDURE', 'FUNCTION')?.toLowerCase() ?? 'table'
  if (cursor.accept('*')) {
    if (cursor.accept('.')) {
      cursor.expect('*')
      return {objectType: 'all', objects: []}
    }
    return {objectType: 'schema', objects: []}
  }
  const first = isProxy(cursor) ? parseAccount(cursor) : cursor.name('an object')
  if (!cursor.accept('.')) return {objectType: kind, objects: [{name: first}]}
  if (cursor.accept('*')) return {objectType: 'schema', objects: [{name: first}]}
  return {objectType: kind, objects: [{schema: first, name: cursor.nameAfterDot('an object')}]}
}

/** `GRANT PROXY ON 'user'@'host'`. */
function isProxy(cursor: Cursor): boolean {
  return cursor.isString() || cursor.peek(1)?.type === 'variable'
}

function parseGrantees(cursor: Cursor): string[] {
  return cursor.items(() => {
    const account = parseAccount(cursor)
    if (cursor.accept('IDENTIFIED')) cursor.skipBalanced((word) => word === 'REQUIRE' || word === 'WITH', true)
    return account
  })
}

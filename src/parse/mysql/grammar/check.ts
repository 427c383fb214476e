import type {Cursor} from '../cursor.js'
import type {CheckSyntax} from '../syntax/table.js'
import {parseExpression} from './expression.js'

/** Read `CHECK (…) [NOT] ENFORCED`; only MySQL has the latter. */
export function parseCheck(cursor: Cursor, name: string | undefined, from: number): CheckSyntax {
  cursor.expect('CHECK')
  const expression = parseExpression(cursor)
  let enforced: boolean | undefined
  if (cursor.mysql) {
    if (cursor.accept('NOT', 'ENFORCED')) enforced = false
    else if (cursor.accept('ENFORCED')) enforced = true
  }
  return {kind: 'check', name, expression, enforced, range: cursor.range(from)}
}

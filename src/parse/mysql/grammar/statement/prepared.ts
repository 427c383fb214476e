import type {Cursor} from '../../cursor.js'
import type {Ranged, StatementSyntax} from '../../syntax/statement.js'
import {userVariableName} from './set.js'

/**
 * Read `PREPARE name FROM 'text' | @variable`.
 *
 * https://dev.mysql.com/doc/refman/9.7/en/prepare.html
 */
export function parsePrepare(cursor: Cursor): StatementSyntax {
  const start = cursor.index
  cursor.expect('PREPARE')
  const name = cursor.name('a statement').toLowerCase()
  cursor.expect('FROM')
  const {source, variable} = parseSource(cursor)
  return {kind: 'prepare', name, source, variable, range: cursor.range(start)}
}

function parseSource(cursor: Cursor): {source: Ranged<string> | undefined; variable: string | undefined} {
  const from = cursor.index
  const token = cursor.peek()
  if (token?.type === 'string') {
    const value = cursor.string()
    if (cursor.mysql || cursor.atEnd) return {source: {value, range: cursor.range(from)}, variable: undefined}
  } else if (token?.type === 'variable') {
    cursor.index++
    if (cursor.mysql || cursor.atEnd) return {source: undefined, variable: userVariableName(cursor.textOf(token))}
  } else if (cursor.mysql || cursor.atEnd) cursor.fail('a string or a variable')
  // MariaDB takes any expression.
  cursor.skipBalanced(() => false)
  return {source: undefined, variable: undefined}
}

/** Read `EXECUTE name USING …` and MariaDB's `EXECUTE IMMEDIATE`. */
export function parseExecute(cursor: Cursor): StatementSyntax {
  cursor.expect('EXECUTE')
  if (cursor.mariadb && cursor.accept('IMMEDIATE')) {
    const from = cursor.index
    const value = cursor.isString() ? cursor.string() : undefined
    const range = cursor.range(from)
    const whole = cursor.atEnd || cursor.is('USING')
    cursor.skipBalanced(() => false)
    const immediate = value !== undefined && whole ? {value, range} : undefined
    return {kind: 'execute', name: '', immediate}
  }
  const name = cursor.name('a statement').toLowerCase()
  if (cursor.accept('USING')) {
    cursor.items(() => {
      if (cursor.mysql && cursor.peek()?.type !== 'variable') cursor.fail('a variable')
      cursor.skipBalanced(() => false, true)
    })
  }
  return {kind: 'execute', name}
}

/** Read `DEALLOCATE PREPARE name`. */
export function parseDeallocate(cursor: Cursor): StatementSyntax {
  cursor.expect('DEALLOCATE', 'PREPARE')
  return {kind: 'deallocate', name: cursor.name('a statement').toLowerCase()}
}

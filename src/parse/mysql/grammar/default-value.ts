import {parseExpression} from './expression.js'
import type {Cursor, Written} from '../cursor.js'

const nowWords = ['CURRENT_TIMESTAMP', 'NOW', 'LOCALTIME', 'LOCALTIMESTAMP']

/**
 * Read what stands after `DEFAULT`: a literal, the current time, an expression in parentheses; MariaDB
 * also takes a function call without parentheses around it.
 *
 * https://dev.mysql.com/doc/refman/9.7/en/data-type-defaults.html
 * https://mariadb.com/docs/server/reference/sql-statements/data-definition/create/create-table#default-column-option
 */
export function parseDefaultValue(cursor: Cursor): Written {
  const from = cursor.index
  if (cursor.is('(')) parseExpression(cursor)
  else if (!acceptLiteral(cursor) && !acceptNow(cursor) && !acceptMariadbDefault(cursor)) {
    cursor.fail('a literal or an expression in parentheses')
  }
  return cursor.written(from)
}

/** What stands after `SET DEFAULT`, where MySQL takes no current time without parentheses around it. */
export function parseNewDefault(cursor: Cursor): Written {
  if (cursor.mariadb) return parseDefaultValue(cursor)
  const from = cursor.index
  if (cursor.is('(')) parseExpression(cursor)
  else if (!acceptLiteral(cursor)) cursor.fail('a literal or an expression in parentheses')
  return cursor.written(from)
}

/** `CURRENT_TIMESTAMP`, `NOW()` and their like. */
export function acceptNow(cursor: Cursor): boolean {
  const word = cursor.acceptAny(...nowWords)
  if (word === undefined) return false
  // MariaDB takes `NOW` without parentheses too.
  if (cursor.is('(') || (word === 'NOW' && cursor.mysql)) {
    cursor.expect('(')
    if (!cursor.is(')')) cursor.number()
    cursor.expect(')')
  }
  return true
}

function acceptLiteral(cursor: Cursor): boolean {
  const first = cursor.word()
  if ((first === '+' || first === '-') && cursor.isNumber(1)) cursor.index++
  const token = cursor.peek()
  if (token?.type === 'number' || token?.type === 'placeholder') {
    cursor.index++
    return true
  }
  if (token?.type === 'string') {
    cursor.skipStrings()
    return true
  }
  // `_utf8mb4'…'`, `DATE '…'`
  const introduced = token?.type === 'word' && cursor.peek(1)?.type === 'string'
  if (introduced && (token.upper.startsWith('_') || /^(?:DATE|TIME|TIMESTAMP)$/.test(token.upper))) {
    cursor.index++
    cursor.skipStrings()
    return true
  }
  if (token?.type === 'word' && token.upper.startsWith('_') && cursor.peek(1)?.type === 'number') {
    cursor.index += 2
    return true
  }
  return cursor.acceptAny('NULL', 'TRUE', 'FALSE') !== undefined
}

function acceptMariadbDefault(cursor: Cursor): boolean {
  if (cursor.mysql) return false
  if (cursor.accept('NEXT', 'VALUE', 'FOR') || cursor.accept('PREVIOUS', 'VALUE', 'FOR')) {
    cursor.name('a sequence')
    if (cursor.accept('.')) cursor.nameAfterDot('a sequence')
    return true
  }
  const token = cursor.peek()
  if (token?.type === 'variable') cursor.index++
  else if (cursor.accept('CASE')) {
    cursor.skipBalanced((word) => word === 'END')
    cursor.expect('END')
  } else if (token?.type === 'word' || token?.type === 'quoted') {
    const qualified = cursor.word(1) === '.' ? 2 : 0
    const call = cursor.word(qualified + 1) === '('
    // A name alone is another column.
    if (!call && !cursor.isName() && !/^(?:CURRENT_|UTC_)/.test(token.upper)) return false
    cursor.index += call ? qualified + 1 : 1
    if (call) cursor.parenthesizedOrEmpty()
  } else return false
  return true
}

import type {Cursor, Written} from '../cursor.js'

/** Words that stand for a value by themselves though they are reserved. */
const values = new Set(
  `NULL TRUE FALSE DEFAULT CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER CURRENT_ROLE LOCALTIME LOCALTIMESTAMP
  UTC_DATE UTC_TIME UTC_TIMESTAMP MAXVALUE`.split(/\s+/)
)
const prefixes = new Set(['+', '-', '!', '~', 'NOT', 'BINARY', 'EXISTS', 'ALL', 'ANY', 'SOME', 'ROW', 'DISTINCT'])
const operators = new Set(
  `+ - * / % = <=> <> != < > <= >= & | ^ << >> && || := -> ->> AND OR XOR DIV MOD LIKE RLIKE REGEXP BETWEEN
  IS NOT IN`.split(/\s+/)
)
/** Words that are not reserved and come after a value; what follows them is a value or nothing. */
const suffixes = new Set(['SOUNDS', 'MEMBER', 'ESCAPE', 'AGAINST', 'OVER', 'UNKNOWN', 'JSON', 'AT', 'RESPECT', 'NULLS'])
/** Units of `INTERVAL` that are not reserved. */
const units = new Set(['MICROSECOND', 'SECOND', 'MINUTE', 'HOUR', 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'])

/**
 * Refuse an expression that no server takes: two values beside one another, an operator without its
 * value. What is between the parentheses of a call is not looked into, and what is not known passes.
 *
 * @param from Number of its first token.
 * @param to Number of the token after its last.
 * @throws {UnexpectedError} At the first token that has no place there.
 */
export function checkExpression(cursor: Cursor, from: number, to: number): void {
  let index = from
  while (index < to) {
    index = passValue(cursor, index, to)
    const next = passOperators(cursor, index, to)
    if (next === undefined) return
    index = next
  }
  fail(cursor, to, 'a value')
}

/** Go past a value; returns the number of the token after it. */
function passValue(cursor: Cursor, from: number, to: number): number {
  let index = from
  while (index < to && prefixes.has(cursor.tokens[index]?.upper ?? '')) index++
  const token = cursor.tokens[index]
  if (!token || index >= to) return fail(cursor, to, 'a value')
  if (token.upper === '(') return passParentheses(cursor, index)
  // ODBC: `{ts '…'}`.
  if (token.upper === '{' && cursor.tokens[index + 3]?.upper === '}') return index + 4
  if (token.upper === 'NEXT' && cursor.tokens[index + 1]?.upper === 'VALUE') return passDots(cursor, index + 4, to)
  if (token.upper === 'CASE') return passCase(cursor, index, to)
  if (token.upper === 'INTERVAL' && cursor.tokens[index + 1]?.upper !== '(') return passValue(cursor, index + 1, to)
  if (token.type === 'string') return passStrings(cursor, index, to)
  if (token.type !== 'word' && token.type !== 'quoted') {
    return token.type === 'operator' ? fail(cursor, index, 'a value') : index + 1
  }
  const next = cursor.tokens[index + 1]
  if (next?.upper === '(' && index + 1 < to) return passCall(cursor, index + 1, to)
  if (next?.type === 'string' && index + 1 < to) {
    return /^(?:_\w+|DATE|TIME|TIMESTAMP)$/.test(token.upper) ? passStrings(cursor, index + 1, to) : index + 1
  }
  if (token.upper.startsWith('_') && next?.type === 'number' && index + 1 < to) return index + 2
  if (cursor.context.reserved.has(token.upper) && !values.has(token.upper)) fail(cursor, index, 'a value')
  return passDots(cursor, index + 1, to)
}

function passStrings(cursor: Cursor, from: number, to: number): number {
  let index = from
  while (index < to && cursor.tokens[index]?.type === 'string') index++
  return index
}

/** `t.a`, `d.t.a`, `d.f(…)`. */
function passDots(cursor: Cursor, from: number, to: number): number {
  let index = from
  while (index < to && cursor.tokens[index]?.upper === '.') index += 2
  return index < to && cursor.tokens[index]?.upper === '(' && index > from ? passCall(cursor, index, to) : index
}

function passCall(cursor: Cursor, open: number, to: number): number {
  return passDots(cursor, closing(cursor, open) + 1, to)
}

/** `(a + 1)`, `(a, b)`, `(SELECT …)`. */
function passParentheses(cursor: Cursor, open: number): number {
  const close = closing(cursor, open)
  let first = open + 1
  while (cursor.tokens[first]?.upper === '(') first++
  if (!['SELECT', 'WITH', 'VALUES', 'TABLE'].includes(cursor.tokens[first]?.upper ?? ''))
    checkList(cursor, open + 1, close)
  return close + 1
}

function checkList(cursor: Cursor, from: number, to: number): void {
  let depth = 0
  let start = from
  for (let index = from; index < to; index++) {
    const word = cursor.tokens[index]?.upper
    if (word === '(') depth++
    else if (word === ')') depth--
    else if (word === ',' && depth === 0) {
      checkExpression(cursor, start, index)
      start = index + 1
    }
  }
  checkExpression(cursor, start, to)
}

function passCase(cursor: Cursor, from: number, to: number): number {
  let depth = 0
  for (let index = from; index < to; index++) {
    const word = cursor.tokens[index]?.upper
    if (word === 'CASE') depth++
    else if (word === 'END' && --depth === 0) return index + 1
  }
  return fail(cursor, to, '`END`')
}

/** Go past what stands between two values; `undefined` where the expression ends. */
function passOperators(cursor: Cursor, from: number, to: number): number | undefined {
  for (let index = from; index < to;) {
    const token = cursor.tokens[index]
    const word = token?.upper ?? ''
    if (word === 'IS') index = passIs(cursor, index, to)
    else if (word === 'COLLATE') index += 2
    else if (units.has(word)) index++
    else if (word === '->' || word === '->>') {
      // https://mariadb.com/docs/release-notes/community-server/about/compatibility-and-differences
      if (cursor.mariadb) fail(cursor, index, 'an operator')
      return index + 1
    } else if (operators.has(word)) return passNegation(cursor, index + 1)
    // What follows these is not looked into.
    else if (suffixes.has(word)) return undefined
    else if (word !== '' && cursor.context.reserved.has(word)) return undefined
    else fail(cursor, index, 'an operator')
  }
  return undefined
}

function passIs(cursor: Cursor, from: number, to: number): number {
  let index = from + 1
  if (cursor.tokens[index]?.upper === 'NOT') index++
  if (index >= to) fail(cursor, to, '`NULL`')
  return index + 1
}

/** `NOT IN`, `NOT LIKE`, `NOT BETWEEN`. */
function passNegation(cursor: Cursor, index: number): number {
  const negated = cursor.tokens[index - 1]?.upper === 'NOT'
  return negated && operators.has(cursor.tokens[index]?.upper ?? '') ? index + 1 : index
}

function closing({tokens}: Cursor, open: number): number {
  let depth = 0
  for (let index = open; index < tokens.length; index++) {
    const word = tokens[index]?.upper
    if (word === '(') depth++
    else if (word === ')' && --depth === 0) return index
  }
  return tokens.length
}

function fail(cursor: Cursor, index: number, expected: string): never {
  return cursor.failAt(index, expected)
}

/** Read an expression in parentheses; the returned text has them. */
export function parseExpression(cursor: Cursor): Written {
  const from = cursor.index
  const written = cursor.parenthesized()
  checkExpression(cursor, from, cursor.index)
  return written
}

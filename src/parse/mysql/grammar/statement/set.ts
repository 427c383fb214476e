import type {Cursor} from '../../cursor.js'
import {checkExpression} from '../expression.js'
import type {SetAssignment, StatementSyntax} from '../../syntax/statement.js'
import {unquoteName, unquoteString} from '../../tokens/unquote.js'

/**
 * Read `SET` in all its forms.
 *
 * https://dev.mysql.com/doc/refman/9.7/en/set-variable.html
 */
export function parseSet(cursor: Cursor): StatementSyntax {
  cursor.expect('SET')
  if (isAccountStatement(cursor)) {
    const statement = `set ${cursor.word().toLowerCase()}`
    cursor.skipBalanced(() => false)
    return {kind: 'other', statement, tables: []}
  }
  if (cursor.is('TRANSACTION') || cursor.is('TRANSACTION', 'ISOLATION')) return parseTransactionMode(cursor, 'session')
  for (const scope of ['GLOBAL', 'SESSION', 'LOCAL'] as const) {
    if (cursor.is(scope, 'TRANSACTION')) {
      cursor.index++
      return parseTransactionMode(cursor, scope === 'GLOBAL' ? 'global' : 'session')
    }
  }
  if (cursor.mariadb && cursor.accept('STATEMENT')) return parseSetStatement(cursor)
  return {kind: 'set', assignments: cursor.items(() => parseAssignment(cursor))}
}

function isAccountStatement(cursor: Cursor): boolean {
  if (cursor.isAny('PASSWORD', 'ROLE')) return !['=', ':='].includes(cursor.word(1)) || cursor.is('PASSWORD')
  return cursor.is('DEFAULT', 'ROLE') || cursor.is('RESOURCE', 'GROUP')
}

/** `SET TRANSACTION ISOLATION LEVEL …`: two settings of the next transaction or the session. */
function parseTransactionMode(cursor: Cursor, scope: SetAssignment['scope']): StatementSyntax {
  cursor.expect('TRANSACTION')
  const assignments = cursor.items((): SetAssignment => {
    const from = cursor.index
    const isolation = cursor.accept('ISOLATION')
    if (isolation) cursor.expect('LEVEL')
    else cursor.expect('READ')
    const value = isolation ? parseIsolation(cursor) : cursor.expectAny('ONLY', 'WRITE') === 'ONLY' ? 'on' : 'off'
    const name = isolation ? 'transaction_isolation' : 'transaction_read_only'
    return {name, user: false, scope, value, from, to: cursor.index, range: cursor.range(from)}
  })
  return {kind: 'set', assignments}
}

function parseIsolation(cursor: Cursor): string {
  if (cursor.accept('READ')) return `read ${cursor.expectAny('COMMITTED', 'UNCOMMITTED').toLowerCase()}`
  if (cursor.accept('SERIALIZABLE')) return 'serializable'
  cursor.expect('REPEATABLE', 'READ')
  return 'repeatable read'
}

/** MariaDB: settings for one statement: https://mariadb.com/docs/server/reference/sql-statements/administrative-sql-statements/set-commands/set-statement */
function parseSetStatement(cursor: Cursor): StatementSyntax {
  const start = cursor.index
  const assignments = cursor.items(() => parseAssignment(cursor, (word) => word === 'FOR'))
  const range = cursor.range(start)
  cursor.expect('FOR')
  if (cursor.atEnd) cursor.fail('a statement')
  const statement = {from: cursor.index, to: cursor.tokens.length}
  cursor.index = statement.to
  return {kind: 'set-statement', assignments, statement, range}
}

/** Reserved words that are values of settings, and of nothing else. */
const settingWords = new Set(['ON', 'ALL', 'BINARY', 'ROW', 'SYSTEM'])

function parseAssignment(cursor: Cursor, stops: (word: string) => boolean = () => false): SetAssignment {
  const start = cursor.index
  const words = parseWords(cursor, start)
  if (words) return words
  const target = parseTarget(cursor)
  if (!cursor.accept('=') && !cursor.accept(':=')) cursor.fail('`=`')
  const from = cursor.index
  if (cursor.atEnd || cursor.is(',')) cursor.fail('a value')
  cursor.skipBalanced(stops, true)
  if (cursor.index === from || cursor.is(')')) cursor.fail('a value')
  const isWord = !target.user && cursor.index === from + 1 && settingWords.has(cursor.word(-1))
  if (!isWord) checkExpression(cursor, from, cursor.index)
  return {...target, value: settingValue(cursor, from), from, to: cursor.index, range: cursor.range(start)}
}

/** `SET NAMES x COLLATE y`, `SET CHARACTER SET x`. */
function parseWords(cursor: Cursor, start: number): SetAssignment | undefined {
  const names = cursor.is('NAMES') && cursor.word(1) !== '='
  const isCharset = cursor.is('CHARACTER', 'SET') || cursor.is('CHAR', 'SET') || cursor.is('CHARSET')
  if (!names && !isCharset) return undefined
  cursor.index += cursor.is('CHARSET') || names ? 1 : 2
  cursor.accept('=')
  const from = cursor.index
  const charset = cursor.accept('DEFAULT') ? undefined : cursor.nameOrString('a character set')
  const collation = names && cursor.accept('COLLATE') ? ` COLLATE ${cursor.nameOrString('a collation')}` : ''
  const value = charset === undefined ? undefined : `${charset}${collation}`
  const name = names ? 'names' : 'character set'
  return {name, user: false, scope: 'session', value, from, to: cursor.index, range: cursor.range(start)}
}

function parseTarget(cursor: Cursor): Pick<SetAssignment, 'name' | 'user' | 'scope'> {
  const token = cursor.peek()
  if (token?.type === 'variable') {
    cursor.index++
    return variableTarget(cursor.textOf(token))
  }
  const isAssigned = cursor.word(1) === '=' || cursor.word(1) === ':='
  if (isAssigned && cursor.mysql && cursor.isAny('GLOBAL', 'SESSION', 'LOCAL', 'PERSIST'))
    cursor.fail('a variable', cursor.peek(1))
  const word = isAssigned ? undefined : acceptScope(cursor)
  const scope = scopeOf(word)
  if (word !== undefined && cursor.peek()?.type === 'variable') cursor.fail('a variable')
  let name = cursor.name('a variable')
  while (cursor.accept('.')) name = `${name}.${cursor.nameAfterDot('a variable')}`
  return {name: name.toLowerCase(), user: false, scope}
}

function acceptScope(cursor: Cursor): string | undefined {
  const common = cursor.acceptAny('GLOBAL', 'SESSION', 'LOCAL')
  return common ?? (cursor.mysql ? cursor.acceptAny('PERSIST', 'PERSIST_ONLY') : undefined)
}

function scopeOf(word: string | undefined): SetAssignment['scope'] {
  if (word === 'GLOBAL') return 'global'
  return word?.startsWith('PERSIST') === true ? 'persist' : 'session'
}

/** `@x`, `@@x`, `@@global.x`. */
function variableTarget(written: string): Pick<SetAssignment, 'name' | 'user' | 'scope'> {
  if (!written.startsWith('@@')) {
    return {name: userVariableName(written), user: true, scope: 'session'}
  }
  const match = /^@@(?:(global|session|local|persist|persist_only)\.)?(.*)$/is.exec(written)
  const name = (match?.[2] ?? '').replaceAll('`', '').toLowerCase()
  return {name, user: false, scope: scopeOf(match?.[1]?.toUpperCase())}
}

/** The name of a user variable as written, in lower case: `@x`, `@'x'`. */
export function userVariableName(written: string): string {
  const name = written.slice(1)
  if (name.startsWith('`')) return name.slice(1, -1).toLowerCase()
  return (/^['"]/.test(name) ? unquoteString(name) : name).toLowerCase()
}

/** A setting's value as text: strings and names unquoted, else as written. */
function settingValue(cursor: Cursor, from: number): string | undefined {
  const token = cursor.tokens[from]
  if (cursor.index > from + 1 || !token) return cursor.written(from).text
  if (token.upper === 'DEFAULT') return undefined
  return token.type === 'string' || token.type === 'quoted'
    ? unquoteName(cursor.context.text, token)
    : cursor.textOf(token)
}

import type {Cursor} from '../../cursor.js'
import type {Written} from '../../cursor.js'
import type {RoutineSyntax, StatementSyntax} from '../../syntax/statement.js'
import type {QuerySyntax} from '../../syntax/table.js'
import type {Token} from '../../tokens/token.js'
import {createBlock, followBlock, isClosed} from '../../statements/block.js'
import {parseDataType} from '../data-type.js'
import {acceptIfNotExists, parseQualifiedName} from '../name.js'
import {triggerBody} from './trigger-body.js'

interface Head {
  orReplace: boolean
}

/**
 * Read `CREATE PROCEDURE` and `CREATE FUNCTION` from that word on; the body is kept.
 *
 * https://dev.mysql.com/doc/refman/9.7/en/create-procedure.html
 */
export function parseCreateRoutine(cursor: Cursor, {orReplace}: Head): StatementSyntax {
  const aggregate = cursor.accept('AGGREGATE')
  const procedure = !aggregate && cursor.accept('PROCEDURE')
  if (!procedure) cursor.expect('FUNCTION')
  const ifNotExists = acceptIfNotExists(cursor)
  const name = parseQualifiedName(cursor, 'a routine')
  const routine: RoutineSyntax = {
    kind: 'create-routine',
    name,
    procedure,
    orReplace,
    ifNotExists,
    deterministic: false,
    securityInvoker: false,
    parameters: [],
    body: undefined
  }
  if (!procedure && cursor.is('RETURNS')) return parseLoadable(cursor, routine)
  routine.parameters = parseParameters(cursor, procedure)
  if (!procedure) {
    cursor.expectAny('RETURNS', 'RETURN')
    parseDataType(cursor)
    if (cursor.accept('COLLATE')) cursor.nameOrString('a collation')
  }
  const from = cursor.index
  while (acceptCharacteristic(cursor, routine)) continue
  const language = cursor.tokens.slice(from, cursor.index).findLastIndex(({upper}) => upper === 'LANGUAGE')
  routine.body = acceptForeignBody(cursor, cursor.tokens[from + language + 1]) ?? parseBody(cursor)
  return routine
}

function parseLoadable(cursor: Cursor, routine: RoutineSyntax): StatementSyntax {
  cursor.expect('RETURNS')
  cursor.expectAny('STRING', 'INTEGER', 'INT', 'REAL', 'DECIMAL')
  cursor.expect('SONAME')
  cursor.string('a file')
  return routine
}

function parseParameters(cursor: Cursor, procedure: boolean): string[] {
  cursor.expect('(')
  const names: string[] = []
  while (!cursor.is(')')) {
    if (procedure) cursor.acceptAny('IN', 'OUT', 'INOUT')
    else if (cursor.mariadb) cursor.acceptAny('IN', 'OUT', 'INOUT')
    names.push(cursor.name('a parameter'))
    if (cursor.mariadb && cursor.accept('TYPE', 'OF')) cursor.skipBalanced(() => false, true)
    else parseDataType(cursor)
    if (cursor.accept('COLLATE')) cursor.nameOrString('a collation')
    if (cursor.mariadb && cursor.accept('DEFAULT')) cursor.skipBalanced(() => false, true)
    if (!cursor.accept(',')) break
    if (cursor.is(')')) cursor.fail('a parameter')
  }
  cursor.expect(')')
  return names
}

function acceptCharacteristic(cursor: Cursor, routine: RoutineSyntax): boolean {
  if (cursor.accept('COMMENT')) cursor.string()
  else if (cursor.accept('LANGUAGE')) {
    if (!cursor.accept('SQL')) cursor.name('a language')
  } else if (cursor.accept('NOT', 'DETERMINISTIC')) routine.deterministic = false
  else if (cursor.accept('DETERMINISTIC')) routine.deterministic = true
  else if (cursor.accept('CONTAINS', 'SQL') || cursor.accept('NO', 'SQL')) return true
  else if (cursor.accept('READS', 'SQL', 'DATA') || cursor.accept('MODIFIES', 'SQL', 'DATA')) return true
  else if (cursor.accept('SQL', 'SECURITY')) {
    routine.securityInvoker = cursor.expectAny('DEFINER', 'INVOKER') === 'INVOKER'
  } else if (cursor.mysql && cursor.accept('USING')) cursor.parenthesized()
  else return false
  return true
}

/** `AS $$ … $$` and `AS '…'`, in a language other than SQL. */
function acceptForeignBody(cursor: Cursor, language: Token | undefined): QuerySyntax | undefined {
  const isForeign = cursor.mysql && language !== undefined && language.upper !== 'SQL'
  if (!isForeign || !cursor.is('AS') || cursor.peek(1)?.type !== 'string') return undefined
  cursor.index += 2
  return {from: cursor.index, to: cursor.index}
}

/** A body, whose parts are kept; only its blocks are looked at. */
export function parseBody(cursor: Cursor): {from: number; to: number} {
  if (cursor.atEnd) cursor.fail('a body')
  const from = cursor.index
  cursor.skipBalanced(() => false)
  cursor.expectEnd('an expression')
  const block = createBlock()
  for (const token of cursor.tokens.slice(from)) followBlock(block, token)
  if (!isClosed(block)) cursor.fail('`END`')
  return {from, to: cursor.index}
}

/** Read `CREATE TRIGGER` from `TRIGGER` on. */
export function parseCreateTrigger(cursor: Cursor, {orReplace}: Head): StatementSyntax {
  cursor.expect('TRIGGER')
  const ifNotExists = acceptIfNotExists(cursor)
  const name = parseQualifiedName(cursor, 'a trigger')
  const timing = cursor.expectAny('BEFORE', 'AFTER') === 'BEFORE' ? 'before' : 'after'
  const events = [cursor.expectAny('INSERT', 'UPDATE', 'DELETE').toLowerCase()]
  cursor.expect('ON')
  const table = parseQualifiedName(cursor)
  cursor.expect('FOR', 'EACH', 'ROW')
  if (cursor.acceptAny('FOLLOWS', 'PRECEDES')) parseQualifiedName(cursor, 'a trigger')
  const body = triggerBody(cursor, parseBody(cursor))
  return {kind: 'create-trigger', name, table, timing, events, body, orReplace, ifNotExists}
}

/** Read `CALL`. */
export function parseCall(cursor: Cursor): StatementSyntax {
  cursor.expect('CALL')
  const procedure = parseQualifiedName(cursor, 'a procedure')
  const args: Argument[] = []
  if (cursor.accept('(')) {
    if (!cursor.is(')')) args.push(...cursor.items(() => parseArgument(cursor)))
    cursor.expect(')')
  }
  return {kind: 'call', procedure, arguments: args}
}

type Argument = Written & QuerySyntax

function parseArgument(cursor: Cursor): Argument {
  const from = cursor.index
  cursor.skipBalanced(() => false, true)
  if (cursor.index === from) cursor.fail('an expression')
  return {...cursor.written(from), from, to: cursor.index}
}

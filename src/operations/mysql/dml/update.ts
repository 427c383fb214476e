import type {Cursor} from '../../../parse/mysql/cursor.js'
import {checkExpression} from '../../../parse/mysql/grammar/expression.js'
import type {Range} from '../../../parse/source.js'
import type {Expression, Name, Operation} from '../../operation.js'
import {failAt, findWord, readClauses} from './clauses.js'
import {isNameAt, readQuery, textBetween} from './query.js'
import {readTableReferences, resolveReference, withoutTargets} from './tables.js'
import {unquoteName} from '../../../parse/mysql/tokens/unquote.js'

interface Assignment {
  qualifier: Name | undefined
  column: string
  value: Expression
}

/**
 * Read `UPDATE`; one with joins that sets columns of several tables is an operation for each.
 *
 * https://dev.mysql.com/doc/refman/9.7/en/update.html
 */
export function readUpdate(cursor: Cursor, range: Range): Array<Operation<'rows.update'>> {
  const start = cursor.index
  cursor.expect('UPDATE')
  cursor.accept('LOW_PRIORITY')
  cursor.accept('IGNORE')
  const end = cursor.tokens.length
  const from = cursor.index
  const set = findWord(cursor, from, end, new Set(['SET']))
  const references = readTableReferences(cursor, from, set)
  if (references.length === 0) failAt(cursor, from, 'a table')
  if (set === end) failAt(cursor, end, '`SET`')

  const clauses = readClauses(cursor, set + 1, end)
  const assignments = readAssignments(cursor, set + 1, clauses.start)
  const targets = new Map<Name, Assignment[]>()
  for (const assignment of assignments) {
    const first = references[0]?.table ?? {name: ''}
    const table = assignment.qualifier ? resolveReference(references, assignment.qualifier) : first
    targets.set(table, [...(targets.get(table) ?? []), assignment])
  }
  const {reads} = readQuery(cursor, from, end, true)
  const common = readQuery(cursor, start, from).reads
  return [...targets].map(([table, set]): Operation<'rows.update'> => {
    const {limit, offset, orderBy, where} = clauses
    return {
      kind: 'rows.update',
      range,
      table,
      columns: set.map(({column}) => column),
      values: set.map(({value}) => value),
      where,
      ...(limit !== undefined && {limit}),
      ...(offset !== undefined && {offset}),
      ...(orderBy === true && {orderBy}),
      reads: withoutTargets([...common, ...reads], [table])
    }
  })
}

function readAssignments(cursor: Cursor, from: number, to: number): Assignment[] {
  const assignments: Assignment[] = []
  const comma = new Set([','])
  for (let index = from; ;) {
    const end = findWord(cursor, index, to, comma)
    assignments.push(readAssignment(cursor, index, end))
    if (end === to) return assignments
    index = end + 1
  }
}

function readAssignment(cursor: Cursor, from: number, to: number): Assignment {
  const equals = findWord(cursor, from, to, new Set(['=', ':=']))
  if (!isNameAt(cursor, from)) failAt(cursor, from, 'a column')
  if (equals === to) failAt(cursor, Math.min(from + 1, to), '`=`')
  if (equals + 1 >= to) failAt(cursor, to, 'a value')
  checkExpression(cursor, equals + 1, to)
  const {context, tokens} = cursor
  const parts = tokens
    .slice(from, equals)
    .filter(({upper}) => upper !== '.')
    .map((token) => unquoteName(context.text, token))
  const column = parts.at(-1) ?? ''
  const table = parts.at(-2)
  const schema = parts.at(-3)
  const qualifier = table === undefined ? undefined : {...(schema !== undefined && {schema}), name: table}
  return {qualifier, column, value: {text: textBetween(cursor, equals + 1, to)}}
}

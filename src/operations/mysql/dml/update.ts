import type {Cursor} from '../../../parse/mysql/cursor.js'
import {checkExpression} from '../../../parse/mysql/grammar/expression.js'
import type {Range} from '../../../parse/source.js'
import type {Expression, Name} from '../../definitions.js'
import type {Operation} from '../../operation.js'
import type {Clauses} from './clauses.js'
import {describeClauses, failAt, findWord, readClauses, scanClauses} from './clauses.js'
import {isNameAt, readQuery, textBetween} from './query.js'
import type {WriteStructure} from './tree.js'
import {readTableReferences, resolveReference, withoutTargets} from './tables.js'
import {parseWriteStructure} from './tree.js'
import {unquoteName} from '../../../parse/mysql/tokens/unquote.js'

interface Assignment {
  qualifier: Name | undefined
  column: string
  value: Expression
}

/**
 * Read `UPDATE`, which may stand after `WITH`; one with joins that sets columns of several tables is an
 * operation for each.
 *
 * https://dev.mysql.com/doc/refman/9.7/en/update.html
 */
export function readUpdate(cursor: Cursor, range: Range): Array<Operation<'rows.update'>> {
  cursor.expect('UPDATE')
  cursor.accept('LOW_PRIORITY')
  cursor.accept('IGNORE')
  const end = cursor.tokens.length
  const from = cursor.index
  const set = findWord(cursor, from, end, new Set(['SET']))
  if (set === from) failAt(cursor, from, 'a table')
  if (set === end) failAt(cursor, end, '`SET`')
  const clauses = readClauses(cursor, set + 1, end)
  const assignments = readAssignments(cursor, set + 1, clauses.start)

  const structure = parseWriteStructure(cursor, 'update') ?? scanUpdate(cursor, from, set, assignments, clauses)
  const targets = new Map<Name, Array<{column: string; value: Expression}>>()
  for (const [index, {column, table}] of structure.sets.entries()) {
    const value = assignments[index]?.value ?? {text: ''}
    targets.set(table, [...(targets.get(table) ?? []), {column, value}])
  }
  return [...targets].map(([table, set]) => ({
    kind: 'rows.update',
    range,
    table,
    columns: set.map(({column}) => column),
    values: set.map(({value}) => value),
    ...describeClauses(structure, clauses),
    reads: withoutTargets(structure.reads, [table])
  }))
}

/** Tables and columns from the tokens alone. */
function scanUpdate(
  cursor: Cursor,
  from: number,
  set: number,
  assignments: readonly Assignment[],
  clauses: Clauses
): WriteStructure {
  const references = readTableReferences(cursor, from, set)
  const first = references[0]?.table ?? failAt(cursor, from, 'a table')
  return {
    ...scanClauses(clauses),
    reads: readQuery(cursor, 0, cursor.tokens.length).reads,
    targets: [],
    sets: assignments.map(({column, qualifier}) => ({
      column,
      table: qualifier ? resolveReference(references, qualifier) : first
    }))
  }
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

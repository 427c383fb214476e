import type {Cursor} from '../../../parse/mysql/cursor.js'
import type {Range} from '../../../parse/source.js'
import type {Name} from '../../definitions.js'
import type {Operation} from '../../operation.js'
import type {Clauses} from './clauses.js'
import {describeClauses, failAt, findWord, readClauses, scanClauses} from './clauses.js'
import {isNameAt, nameAt, readQuery} from './query.js'
import type {WriteStructure} from './tree.js'
import type {TableReference} from './tables.js'
import {readTableReferences, resolveReference, withoutTargets} from './tables.js'
import {parseWriteStructure} from './tree.js'

/**
 * Read `DELETE`, which may stand after `WITH`; one that deletes from several tables is an operation for each.
 *
 * https://dev.mysql.com/doc/refman/9.7/en/delete.html
 */
export function readDelete(cursor: Cursor, range: Range): Array<Operation<'rows.delete'>> {
  cursor.expect('DELETE')
  while (cursor.acceptAny('LOW_PRIORITY', 'QUICK', 'IGNORE')) continue
  const end = cursor.tokens.length
  const from = cursor.index
  const clauses = readClauses(cursor, from, end)
  const parsed = parseWriteStructure(cursor, 'delete')
  // The parser reads statements that no server does: `DELETE FROM (t)`.
  const structure = parsed && parsed.targets.length > 0 ? parsed : scanDelete(cursor, from, clauses)
  const {reads, targets} = structure
  return targets.map((table) => ({
    kind: 'rows.delete',
    range,
    table,
    ...describeClauses(structure, clauses),
    reads: withoutTargets(reads, targets)
  }))
}

/** Tables from the tokens alone. */
function scanDelete(cursor: Cursor, from: number, clauses: Clauses): WriteStructure {
  const {reads} = readQuery(cursor, 0, cursor.tokens.length)
  return {...scanClauses(clauses), reads, targets: readTargets(cursor, from, clauses.start), sets: []}
}

/** `DELETE FROM a`, `DELETE a, b FROM …`, `DELETE FROM a, b USING …`. */
function readTargets(cursor: Cursor, from: number, to: number): Name[] {
  const found = findWord(cursor, from, to, new Set(['FROM']))
  if (found === to) failAt(cursor, from, '`FROM`')
  if (found > from) {
    const references = readTableReferences(cursor, found + 1, to)
    return readNames(cursor, from, found, references)
  }
  const using = findWord(cursor, from, to, new Set(['USING']))
  if (using < to) return readNames(cursor, from + 1, using, readTableReferences(cursor, using + 1, to))
  if (!isNameAt(cursor, from + 1)) failAt(cursor, from + 1, 'a table')
  const {end, name} = nameAt(cursor, from + 1)
  checkSingle(cursor, end, to)
  return [name]
}

/** After the only table may come an alias and partitions. */
function checkSingle(cursor: Cursor, from: number, to: number): void {
  cursor.index = from
  if (cursor.accept('PARTITION')) cursor.parenthesized()
  if (cursor.accept('AS')) cursor.name('an alias')
  else if (cursor.index < to && cursor.isName()) cursor.name()
  if (cursor.accept('PARTITION')) cursor.parenthesized()
  if (cursor.mariadb && cursor.accept('FOR', 'PORTION', 'OF')) return
  if (cursor.index < to) cursor.fail('`WHERE`, `ORDER`, `LIMIT` or end of statement')
}

function readNames(cursor: Cursor, from: number, to: number, references: readonly TableReference[]): Name[] {
  const names: Name[] = []
  for (let index = from; index < to; index++) {
    if (!isNameAt(cursor, index)) failAt(cursor, index, 'a table')
    const {end, name} = nameAt(cursor, index)
    names.push(resolveReference(references, name))
    index = end
    // `DELETE a.* FROM …`
    if (cursor.tokens[index]?.upper === '.' && cursor.tokens[index + 1]?.upper === '*') index += 2
    if (index < to && cursor.tokens[index]?.upper !== ',') failAt(cursor, index, '`,` or `FROM`')
  }
  if (names.length === 0) failAt(cursor, from, 'a table')
  return names
}

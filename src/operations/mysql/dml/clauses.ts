import type {Cursor} from '../../../parse/mysql/cursor.js'
import {checkExpression} from '../../../parse/mysql/grammar/expression.js'
import type {Expression} from '../../definitions.js'
import {textBetween} from './query.js'
import type {WriteStructure} from './tree.js'

/** Where the clauses of a statement stand, by the numbers of their first tokens after the keyword. */
export interface Clauses {
  where: Expression | undefined
  limit?: string
  offset?: string
  orderBy?: boolean
  /** Number of the first token that belongs to one of them, or of the end. */
  start: number
}

const clauseWords = new Set(['WHERE', 'ORDER', 'LIMIT', 'RETURNING'])
const clauseOrder = [...clauseWords]

/** Find the next of some words outside of parentheses; the end where there is none. */
export function findWord(cursor: Cursor, from: number, to: number, words: ReadonlySet<string>): number {
  let depth = 0
  for (let index = from; index < to; index++) {
    const word = cursor.tokens[index]?.upper ?? ''
    if (word === '(') depth++
    else if (word === ')') depth--
    else if (depth === 0 && words.has(word)) return index
  }
  return to
}

/**
 * Read `WHERE`, `ORDER BY` and `LIMIT` of an UPDATE or DELETE.
 *
 * @throws {UnexpectedError} Where one of them is empty.
 */
export function readClauses(cursor: Cursor, from: number, to: number): Clauses {
  const start = findWord(cursor, from, to, clauseWords)
  const clauses: Clauses = {where: undefined, start}
  let last = -1
  for (let index = start; index < to;) {
    const word = cursor.tokens[index]?.upper ?? ''
    if (clauseOrder.indexOf(word) <= last || (word === 'RETURNING' && cursor.mysql)) {
      failAt(cursor, index, 'end of statement')
    }
    last = clauseOrder.indexOf(word)
    const end = findWord(cursor, index + 1, to, clauseWords)
    const ordered = word === 'ORDER'
    if (ordered && cursor.tokens[index + 1]?.upper !== 'BY') failAt(cursor, index + 1, '`BY`')
    const first = index + (ordered ? 2 : 1)
    if (first >= end) failAt(cursor, first, word === 'LIMIT' ? 'a number' : 'an expression')
    if (word === 'WHERE') {
      checkExpression(cursor, first, end)
      clauses.where = {text: textBetween(cursor, first, end)}
    } else if (word === 'LIMIT') Object.assign(clauses, readLimit(cursor, first, end))
    else if (ordered) clauses.orderBy = true
    index = end
  }
  return clauses
}

/** What the clauses say by themselves of the statement's structure. */
export function scanClauses({
  limit,
  offset,
  orderBy,
  where
}: Clauses): Omit<WriteStructure, 'reads' | 'sets' | 'targets'> {
  return {
    where: where !== undefined,
    orderBy: orderBy === true,
    ...(limit !== undefined && {limit}),
    ...(offset !== undefined && {offset})
  }
}

/** Put the structure's clauses into an operation; the condition's text is that of the tokens. */
export function describeClauses(
  {limit, offset, orderBy, where}: WriteStructure,
  clauses: Clauses
): {where: Expression | undefined; limit?: string; offset?: string; orderBy?: boolean} {
  return {
    where: where ? (clauses.where ?? {text: ''}) : undefined,
    ...(limit !== undefined && {limit}),
    ...(offset !== undefined && {offset}),
    ...(orderBy && {orderBy})
  }
}

/** `LIMIT 5`, `LIMIT 10, 5`, `LIMIT 5 OFFSET 10`. */
export function readLimit(cursor: Cursor, from: number, to: number): {limit?: string; offset?: string} {
  const separator = cursor.tokens[from + 1]?.upper
  if (to - from < 3 || (separator !== ',' && separator !== 'OFFSET'))
    return {limit: textBetween(cursor, from, from + 1)}
  const [first, second] = [textBetween(cursor, from, from + 1), textBetween(cursor, from + 2, from + 3)]
  return separator === ',' ? {limit: second, offset: first} : {limit: first, offset: second}
}

/** Refuse the statement at a token. */
export function failAt(cursor: Cursor, index: number, expected: string): never {
  return cursor.failAt(index, expected)
}

/** Which rows a query takes that fills a table. */
import type {Cursor} from '../../../parse/mysql/cursor.js'
import type {TakenRows} from '../../definitions.js'
import {findWord} from './clauses.js'
import {textBetween} from './query.js'
import type {QueryStructure} from './tree.js'

/** `SELECT … FROM t WHERE …`, or `SELECT … WHERE [NOT] EXISTS (SELECT … FROM t WHERE …)`. */
export function readTaken(
  cursor: Cursor,
  from: number,
  to: number,
  {reads}: Pick<QueryStructure, 'reads'>
): TakenRows | undefined {
  if (reads.length !== 1) return undefined
  const selects = cursor.tokens.slice(from, to).filter(({upper}) => upper === 'SELECT').length
  const whole = whereOf(cursor, from, to)
  if (whole === undefined || selects > 2) return undefined
  const [first, end] = whole.where
  if (whole.from === 'table') {
    return selects === 1 ? {by: 'from', where: {text: textBetween(cursor, first, end)}} : undefined
  }
  const exists = isWord(cursor, first, 'NOT') ? first + 1 : first
  cursor.index = exists + 1
  if (!isWord(cursor, exists, 'EXISTS') || !cursor.is('(')) return undefined
  cursor.parenthesized()
  const inner = cursor.index === end ? whereOf(cursor, exists + 2, end - 1) : undefined
  if (inner?.from !== 'table') return undefined
  return {by: 'exists', where: {text: textBetween(cursor, ...inner.where)}}
}

const isWord = (cursor: Cursor, index: number, word: string): boolean => cursor.tokens[index]?.upper === word

const afterWhere = new Set(['GROUP', 'HAVING', 'WINDOW', 'ORDER', 'LIMIT', 'FOR', 'LOCK', 'INTO', 'PROCEDURE'])
/** What makes more of a query than one relation, or than one query. */
const several = new Set(['UNION', 'INTERSECT', 'EXCEPT', 'MINUS', 'JOIN', 'STRAIGHT_JOIN', ','])

/** Where the condition of a query stands that reads one relation, or none. */
function whereOf(
  cursor: Cursor,
  from: number,
  to: number
): {from: 'table' | 'nothing'; where: [from: number, to: number]} | undefined {
  if (!isWord(cursor, from, 'SELECT')) return undefined
  const where = findWord(cursor, from, to, new Set(['WHERE']))
  const tables = findWord(cursor, from, where, new Set(['FROM']))
  const end = findWord(cursor, where + 1, to, afterWhere)
  if (where >= end - 1 || findWord(cursor, tables, to, several) < to) return undefined
  if (isWord(cursor, tables + 1, '(')) return undefined
  const isNothing = tables === where || isWord(cursor, tables + 1, 'DUAL')
  return {from: isNothing ? 'nothing' : 'table', where: [where + 1, end]}
}

/** How many rows an UPDATE or DELETE may touch, as far as its text tells. */
import type {Expression} from '../operations/definitions.js'
import type {Operation} from '../operations/operation.js'
import type {Table} from '../schema/objects.js'
import {postgresTerms} from './postgres/where-terms.js'
import {textTerms} from './mysql/where-terms.js'
import type {Term} from './where-term.js'

/**
 * `all`: no condition. `most`: the conditions are such as a backfill has (`IS NULL`, a join), or leave an end of the
 * key open; of MySQL and MariaDB also where they only leave one of another column open: InnoDB locks what it looks at.
 * `some`: as many as meet a condition, which may be all. `few`: as many as the statement names by key, or up to its
 * LIMIT.
 */
export type TouchedRows = 'all' | 'most' | 'some' | 'few'

/** Tell how many rows of a table an UPDATE or DELETE may touch. */
export function touchedRows(
  {limit, listed, where}: Pick<Operation<'rows.update'> | Operation<'rows.delete'>, 'limit' | 'listed' | 'where'>,
  table: Table | undefined
): TouchedRows {
  if (limit !== undefined) return 'few'
  const terms = where ? readTerms(where, listed).filter((term) => !holdsForAll(term, table)) : []
  if (terms.length === 0) return 'all'
  if (terms.some(({kind}) => kind === 'limited' || kind === 'false') || namesKey(terms, table)) return 'few'
  if (!terms.every(({kind}) => ['null', 'join', 'from', 'to'].includes(kind))) return 'some'
  const locksWhatItReads = where?.tree === undefined
  const isOfMost = (term: Term): boolean => {
    if (term.kind !== 'from' && term.kind !== 'to') return true
    const column = term.column.toLowerCase()
    return locksWhatItReads || keysOf(table).some(([first]) => first === column)
  }
  return terms.some(isOfMost) ? 'most' : 'some'
}

/** Whether it takes some of the rows that it is about, and leaves the others to another turn. */
export function takesBatch({limit, where}: Pick<Operation<'rows.update' | 'rows.delete'>, 'limit' | 'where'>): boolean {
  return limit !== undefined || (where !== undefined && readTerms(where).some(({kind}) => kind === 'limited'))
}

/** A column that is `NOT NULL` is set in each row. */
function holdsForAll(term: Term, table: Table | undefined): boolean {
  if (term.kind !== 'set') return term.kind === 'true'
  const name = term.column.toLowerCase()
  return table?.columns.some((column) => column.name.toLowerCase() === name && column.notNull) === true
}

/** Whether a sub-select of the condition skips rows with OFFSET. */
export function hasOffset(where: Expression | undefined): boolean {
  if (!where) return false
  if (where.tree !== undefined) return JSON.stringify(where.tree).includes('"limitOffset"')
  return /\boffset\b/i.test(where.text.replace(/'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`/g, ''))
}

function readTerms(where: Expression, listed?: readonly string[]): readonly Term[] {
  return where.tree === undefined ? textTerms(where.text) : postgresTerms(where.tree, listed)
}

/** Every column of a unique key has its value, or the first of one has both ends. */
function namesKey(terms: readonly Term[], table: Table | undefined): boolean {
  const columns = (...kinds: ReadonlyArray<Term['kind']>): Set<string> =>
    new Set(terms.flatMap((term) => ('column' in term && kinds.includes(term.kind) ? [term.column.toLowerCase()] : [])))
  const equal = columns('equals')
  const between = columns('between')
  const [from, to] = [columns('from'), columns('to')]
  const hasEnds = (column: string): boolean => between.has(column) || (from.has(column) && to.has(column))

  return keysOf(table).some((key) =>
    key.every((column, index) => equal.has(column) || (index === 0 && hasEnds(column)))
  )
}

/** Indexes of MySQL and MariaDB in which nothing is looked for by `=`. */
const withoutEquality = new Set(['fulltext', 'spatial', 'vector'])

/** Whether rows are looked for by the first column of an index that queries use, so that no others are read. */
export function readsByIndex(where: Expression, table: Table | undefined): boolean {
  const equal = new Set(readTerms(where).flatMap((term) => (term.kind === 'equals' ? [term.column.toLowerCase()] : [])))
  return (table?.indexes ?? []).some(({elements: [first], invisible, method = '', where: part}) => {
    const isUsed = part === undefined && invisible !== true && !withoutEquality.has(method)
    return isUsed && first?.column !== undefined && equal.has(first.column.toLowerCase())
  })
}

function keysOf(table: Table | undefined): string[][] {
  const indexes = (table?.indexes ?? []).filter(({unique, where}) => unique && where === undefined)
  const keys = indexes
    .map(({elements}) => elements.flatMap(({column}) => (column === undefined ? [] : [column.toLowerCase()])))
    .filter((key, index) => key.length > 0 && key.length === indexes[index]?.elements.length)
  // Of a table known in part only, `id` is taken for its key.
  return table === undefined || (keys.length === 0 && table.incomplete === true) ? [['id']] : keys
}

/** Ranges of keys of several columns, taken apart so that every server stops at their ends. */

/** One column beside the value of a bound of the range. */
export interface KeyCondition {
  /** Position in the key. */
  column: number
  operator: 'equals' | 'greater' | 'less' | 'atMost'
  bound: 'after' | 'until'
}

interface KeyRange {
  /** There is a key that the range begins after, and one that it ends with. */
  after: boolean
  until: boolean
  /** In how many of the first columns the two are the same. */
  same: number
}

/**
 * The parts of a range, in order, each the conditions that all hold: none has a row that another one has.
 *
 * A comparison of rows says the same in one condition, but only where a scan begins does every server believe all of it:
 * before PostgreSQL 18 a scan goes on to the last row whose first column is that of the end.
 */
export function partsOfRange(columns: number, {after, same, until}: KeyRange): KeyCondition[][] {
  if (!after && !until) return [[]]
  const last = columns - 1
  const first = after && until ? Math.min(same, last) : -1
  const equal = (count: number, bound: KeyCondition['bound']): KeyCondition[] =>
    Array.from({length: count}, (_, column) => ({column, operator: 'equals', bound}))
  const begin = (column: number): KeyCondition => ({column, operator: 'greater', bound: 'after'})
  const end = (column: number): KeyCondition => ({
    column,
    operator: column === last ? 'atMost' : 'less',
    bound: 'until'
  })
  const deeper = Array.from({length: last - first}, (_, index) => first + 1 + index)
  return [
    ...(after ? [...deeper].reverse().map((column) => [...equal(column, 'after'), begin(column)]) : []),
    ...(first < 0 ? [] : [[...equal(first, 'until'), begin(first), end(first)]]),
    ...(until ? deeper.map((column) => [...equal(column, 'until'), end(column)]) : [])
  ]
}

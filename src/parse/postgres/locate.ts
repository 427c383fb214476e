/** Finds SQL that the PL/pgSQL parser gives without its place. */

/** Where the parts of a body stand, asked in their order. */
export interface Locator {
  readonly body: string
  /** Where each line begins. */
  readonly lines: number[]
  /** Nothing before it will be found again. */
  position: number
}

/** Start to look for the parts of a body. */
export function createLocator(body: string): Locator {
  const lines = [0]
  for (let newline = body.indexOf('\n'); newline !== -1; newline = body.indexOf('\n', newline + 1))
    lines.push(newline + 1)
  return {body, lines, position: 0}
}

/** Maps a position in a part to one in the body. */
export type ToBody = (position: number) => number

/** `PERFORM x` is given as `SELECT x`. */
const perform = 'PERFORM'
const select = 'SELECT'

/** Find a part at or after its line; `undefined` where the text is not there as it is. */
export function locate(locator: Locator, sql: string, line: number): ToBody | undefined {
  const from = Math.max(locator.position, locator.lines[line - 1] ?? 0)
  const start = find(locator.body, sql, from)
  if (start !== -1) {
    locator.position = start + sql.length
    return (position) => start + position
  }
  if (!sql.startsWith(select)) return undefined

  const rest = find(locator.body, sql.slice(select.length), from)
  const begin = rest - perform.length
  if (rest === -1 || locator.body.slice(begin, rest).toUpperCase() !== perform) return undefined
  locator.position = rest + sql.length - select.length
  return (position) => (position < select.length ? begin : rest + position - select.length)
}

/** Attempts at text that begins alike; more would take time out of proportion. */
const mostAttempts = 20

/** `INTO target` is given as white space of the same length, so white space stands for anything. */
function find(body: string, sql: string, from: number): number {
  const gap = sql.search(/\s{3}/)
  const known = gap === -1 ? sql : sql.slice(0, gap)
  let start = body.indexOf(known, from)
  for (let attempt = 0; start !== -1 && attempt < mostAttempts; attempt++) {
    if (gap === -1 || matches(body, sql, start)) return start
    start = body.indexOf(known, start + 1)
  }
  return -1
}

function matches(body: string, sql: string, start: number): boolean {
  for (let index = 0; index < sql.length; index++) {
    if (sql[index] !== ' ' && sql[index] !== body[start + index]) return false
  }
  return true
}

/** By what tables are known again: a journal that is not part of the database does not go back with it to a backup. */

/** A table as it was seen once. */
export interface TableMark {
  /** Its full name, as the server keeps it. */
  table: string
  /** Of its definition; of a table that is not there, that of nothing. */
  print: string
  /** What only this table has on its server, and loses when it is made anew; empty: not there, or not to be seen. */
  identity: readonly string[]
  isThere: boolean
  /** When its definition was written last, as the server says it. */
  made: string
  /** By what the server is known: on another one the same table has another identity. */
  server: string
}

/** What a run noted of its tables. */
export interface NotedMarks {
  run: string
  /** After which step of the plan, from 1; 0: before the first. */
  position: number
  marks: readonly TableMark[]
}

/** Where marks are kept. */
export interface Marks {
  /** Of tables as plans name them, in order; `undefined`: nobody lets us look at it, or not now. */
  look: (tables: ReadonlyArray<{schema: string; name: string}>) => Promise<Array<TableMark | undefined>>
  note: (run: string, position: number, marks: readonly TableMark[]) => Promise<void>
  /** What was noted from the first mark of a run on, in order, also by runs after it; empty: nothing. */
  since: (run: string) => Promise<NotedMarks[]>
}

/**
 * What has become of a table since a run was at work on it.
 *
 * `stays`: it is the one that the run left, or has the shape that only the run can have given it. `former`: it is as it
 * was before the run. `untouched`: it was made anew, but the run did nothing to it. `unknown`: it does not tell.
 */
export type Recalled = 'stays' | 'former' | 'untouched' | 'unknown'

export interface TableHistory {
  /** The marks that the run noted of it, the first before its first step. */
  own: ReadonlyArray<{position: number; mark: TableMark}>
  /** Those of runs after it. */
  later: ReadonlyArray<{position: number; mark: TableMark}>
  /** Position of the last step that may have written rows of it; 0: none. */
  rowsAt: number
  /** A step was begun on it of which nobody saw the end: that looks itself what it did. */
  inDoubt: boolean
}

/** What has become of a table, by how it is now. */
export function recall(history: TableHistory, now: TableMark): Recalled {
  const {inDoubt, own, rowsAt} = history
  const [first, last] = [own[0]?.mark, own.at(-1)?.mark]
  if (first === undefined || last === undefined) return 'unknown'
  if (lineOf(history, last).some((mark) => isSameTable(mark, now))) return 'stays'
  if (now.print === last.print) {
    if (inDoubt || isToldByShape(history, last)) return 'stays'
    return rowsAt === 0 && own.every(({mark}) => mark.print === last.print) ? 'untouched' : 'unknown'
  }
  if (now.print === first.print) return 'former'
  return inDoubt ? 'stays' : 'unknown'
}

/** Whether the step that gave the table its shape came after all that wrote rows. */
function isToldByShape({own, rowsAt}: TableHistory, last: TableMark): boolean {
  const before = own.findLast(({mark}) => mark.print !== last.print)?.position
  return before !== undefined && before >= rowsAt
}

/** The table in its later shapes, as far as runs found the one that the run before had left. */
function lineOf(history: TableHistory, last: TableMark): TableMark[] {
  const line = [last]
  for (const {mark, position} of history.later) {
    const isFound =
      position > 0 ||
      line.some((known) => isSameTable(known, mark)) ||
      (mark.print === last.print && isToldByShape(history, last))
    if (!isFound) break
    line.push(mark)
  }
  return line
}

function isSameTable(one: TableMark, other: TableMark): boolean {
  if (!one.isThere || !other.isThere) return one.isThere === other.isThere
  const isTold = one.server === other.server && one.identity.length > 0 && other.identity.length > 0
  // Partitions come and go.
  if (isTold) return one.identity.some((id) => other.identity.includes(id))
  return one.print === other.print && one.made === other.made
}

/** What a change by a shadow table makes on the server, and how it is called: found again by name after a crash. */
import {createHash} from 'node:crypto'
import {quoteFullName, quoteName} from '../../../sql/postgres.js'
import {withoutSecrets} from '../../../sql/secrets.js'
import type {ShadowInput} from '../../../plan/steps.js'

/** All quoted, but for the two that say so. */
export interface ShadowNames {
  /**
   * The other way: what grows is the old table in the schema that keeps it, and the new one goes to a schema of its own.
   */
  back: boolean
  /** Schema in which the new table grows under its own name, so that its indexes have theirs from the start; bare. */
  growing: string
  /** Schema in which the old table is kept, with all its names; bare. */
  keeping: string
  /** The table as the application knows it: before the swap the old one, after it the new one. */
  table: string
  /** Its name alone. */
  alias: string
  /** Its schema. */
  schema: string
  shadow: string
  kept: string
  /** Keys of rows that were written; no sequence, because `lastval()` of the application would tell of it. */
  log: string
  /** A row for each `TRUNCATE`. */
  truncations: string
  /** Keys that a comparison met while they were in the log. */
  doubts: string
  /** What the shadow table was made for: one row. */
  record: string
  /** A row that only a crash of the server takes away. */
  crashMark: string
  captureRow: string
  captureTruncate: string
  /** Logs each key once only, for as long as nothing is taken from the log. */
  keepRow: string
  /** What refuses writers with an old snapshot after the swap; beside the old table. */
  guard: string
}

/** First by name: what other triggers of the same event write is captured after. https://www.postgresql.org/docs/current/trigger-definition.html */
export const rowTrigger = '"!sqlsafe_capture"'
export const truncateTrigger = '"!sqlsafe_capture_truncate"'

/** Before all others of the new table. */
export const guardTrigger = '"!sqlsafe_guard"'

/** Names for one change of one table: the same in every run. */
export function namesOf({back = false, changes, columns, table, written}: ShadowInput): ShadowNames {
  const word = (...more: readonly string[]): string => {
    // The journal keeps a plan without passwords, and objects in an order of its own.
    const inOrder = Object.fromEntries(Object.entries(columns).sort(([a], [b]) => (a < b ? -1 : 1)))
    const parts = [table.schema, table.name, changes, inOrder, ...(written ? [written] : []), ...more]
    const print = createHash('sha256').update(JSON.stringify(withoutSecrets(parts)))
    return `${table.name.replaceAll(/[^A-Za-z0-9]+/g, '_').slice(0, 30)}_${print.digest('hex').slice(0, 10)}`
  }
  const keeping = `sqlsafe_old_${word()}`
  return back
    ? namesIn(keeping, `sqlsafe_old_${word('back')}`, table, back)
    : namesIn(`sqlsafe_new_${word()}`, keeping, table, back)
}

function namesIn(growing: string, keeping: string, table: ShadowInput['table'], back: boolean): ShadowNames {
  const inGrowing = (name: string): string => quoteFullName({schema: growing, name})
  return {
    back,
    growing,
    keeping,
    table: quoteFullName(table),
    alias: quoteName(table.name),
    schema: quoteName(table.schema),
    shadow: inGrowing(table.name),
    kept: quoteFullName({schema: keeping, name: table.name}),
    log: inGrowing('sqlsafe_log'),
    truncations: inGrowing('sqlsafe_truncations'),
    doubts: inGrowing('sqlsafe_doubts'),
    record: inGrowing('sqlsafe_record'),
    crashMark: inGrowing('sqlsafe_crash_mark'),
    captureRow: inGrowing('sqlsafe_capture_row'),
    captureTruncate: inGrowing('sqlsafe_capture_truncate'),
    keepRow: inGrowing('sqlsafe_keep_row'),
    guard: quoteFullName({schema: keeping, name: 'sqlsafe_guard'})
  }
}

/** Columns as people are shown them: of a new shape that is written each has its source. */
export function listed({columns, written}: ShadowInput): {into: string; names: string; values: string} {
  if (written === undefined) return {into: '', names: '*', values: '*'}
  const names = Object.keys(columns).map(quoteName).join(', ')
  return {into: ` (${names})`, names, values: Object.values(columns).join(', ')}
}

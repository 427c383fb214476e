/** Words that all formats of a plan share. */
import {describeBlocks} from '../../knowledge/blocks.js'
import type {Phase, Plan, PlannedLock, PlannedStep} from '../../plan/plan.js'
import {count} from '../style.js'

/** What a phase is, for people. */
export const phaseWords: Readonly<Record<Phase['kind'], string>> = {
  expand: 'Expand: additions that running releases do not notice',
  backfill: 'Backfill: rows are brought into the new shape while they are read and written',
  contract: 'Contract: what no release uses any longer goes'
}

/** What others notice of a step: its strongest lock on each relation, where it keeps anybody from anything. */
export function noticedLocks({locks}: PlannedStep): PlannedLock[] {
  const strongest = new Map<string, PlannedLock>()
  for (const lock of locks) {
    const before = strongest.get(lock.relation)
    if (!before || rank(lock) > rank(before)) strongest.set(lock.relation, lock)
  }
  return [...strongest.values()].filter((lock) => rank(lock) > 0)
}

const ranks: Readonly<Record<string, number>> = {
  'ACCESS EXCLUSIVE': 6,
  EXCLUSIVE: 5,
  'SHARE ROW EXCLUSIVE': 4,
  SHARE: 3,
  SHARED: 3,
  'SHARE UPDATE EXCLUSIVE': 1
}

function rank({lock}: PlannedLock): number {
  return ranks[lock] ?? 0
}

/** One line about a lock: `ACCESS EXCLUSIVE on account, for a moment: blocks reads and writes`. */
export function lockWords({lock, long, relation}: PlannedLock, {dialect}: Plan): string {
  const time = long ? 'as long as its rows take' : 'for a moment'
  return `${lock} on ${relation}, ${time}: blocks ${describeBlocks(lock, dialect)}`
}

/** Steps that change what a table is: the server gives them the table alone. */
const changing: ReadonlySet<PlannedStep['kind']> = new Set(['ddl', 'shadow-capture', 'shadow-swap'])

/** Statements for which the server gives nobody a table alone: https://dev.mysql.com/doc/refman/8.4/en/create-view.html */
const sharing =
  /^\s*(?:ANALYZE|CREATE\s+(?:OR\s+REPLACE\s+)?(?:ALGORITHM\s*=\s*\w+\s+)?(?:DEFINER\s*=\s*\S+\s+)?(?:SQL\s+SECURITY\s+\w+\s+)?VIEW)\b/i

/**
 * What others notice of a step on MySQL and MariaDB whose work keeps nobody waiting: its metadata locks.
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-performance.html
 *
 * @returns `undefined`: nothing.
 */
export function momentWords({kind, locks, sql}: PlannedStep, plan: Plan): string | undefined {
  const [first] = locks
  const shares = kind === 'ddl' && sql.every((statement) => sharing.test(statement))
  if (plan.dialect === 'postgres' || !changing.has(kind) || first === undefined || shares) return undefined
  // Of a swap the other one is the copy, which nobody knows yet.
  const relation = kind === 'ddl' ? [...new Set(locks.map((each) => each.relation))].join(', ') : first.relation
  return locks.some(({long}) => long)
    ? `others read and write meanwhile, but for a moment at its beginning and its end (EXCLUSIVE on ${relation})`
    : lockWords({...first, relation, lock: 'EXCLUSIVE'}, plan)
}

/** Where a step comes from: `migrations/0042.sql:3`; empty: from no file, as the steps of a revert. */
export function placeWords(source: {file: number; line: number} | undefined, {sources}: Plan): string {
  const path = source && sources[source.file]?.path
  return path === undefined ? '' : `${path}:${String(source?.line)}`
}

/** `7 steps in 3 phases, 1 of them after a deployment. 2 statements cannot be made safe`. */
export function summaryWords({phases, remarks}: Plan): string {
  const steps = phases.reduce((sum, phase) => sum + phase.steps.length, 0)
  const gates = phases.filter(({gate}) => gate !== undefined).length
  const unsafe = remarks.filter(({severity}) => severity === 'unsafe').length
  const waits = gates === 0 ? '' : `, ${String(gates)} of them after a deployment`
  if (steps === 0) return 'Nothing to do'
  const parts = [`${count(steps, 'step')} in ${count(phases.length, 'phase')}${waits}`]
  if (unsafe > 0) parts.push(unsafe === 1 ? '1 thing is not safe' : `${String(unsafe)} things are not safe`)
  return parts.join('; ')
}

/** How a step is taken back. */
export function undoWords({undo, undoNote}: PlannedStep): string[] {
  return undo.length > 0 ? [...undo] : [`no SQL: ${undoNote ?? ''}`]
}

/** Keys of a batch are looked up when it runs: what is shown is what all of them do together. */
export function isBatch({kind}: PlannedStep): boolean {
  return kind === 'batch'
}

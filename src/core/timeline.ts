/** What each statement of a migration takes, and how long it is held: for reports that show a whole migration. */
import {strongerLock} from '../knowledge/blocks.js'
import type {Effect, MysqlLock, PostgresLock} from '../knowledge/effect.js'
import type {Migration} from '../migrations/migration.js'
import {analyze} from './analyze.js'
import type {Step} from './analyze.js'
import type {Range} from '../parse/source.js'
import type {Project} from './project.js'
import {ChangeSet} from './rules/change-set.js'
import {findRelation} from './rules/relations.js'
import {workOf} from './sizes/duration.js'
import type {Work} from './sizes/duration.js'
import {defaultLimits, sizeOf} from './sizes/sizes.js'
import type {TableSize} from './sizes/sizes.js'

/** A lock on a relation that others use, for the length of one statement. */
export interface TimelineLock {
  relation: string
  lock: PostgresLock | MysqlLock
  /** Number of the statement that took it. */
  since: number
  /** Number of the last statement before the end of the transaction; of a short lock, its own. */
  until: number
}

/** One statement: what it does itself, and what is held while it runs. */
export interface TimelineStatement {
  /** In the file that people know: of SQL that a script sends, what sends it. */
  range: Range
  /** What a script sends there; absent where that is what stands in the file. */
  sql?: string | undefined
  /** On relations that others use, with what is known of their sizes. */
  effects: TimelineEffect[]
  /** The strongest on each relation, in the order in which they were taken. */
  locks: TimelineLock[]
  /** Statements with the same number are in one transaction; `undefined`: it is in none. */
  transaction: number | undefined
  /** Why it cannot be read, or not in full, or why the server will refuse it. */
  problem?: string | undefined
}

/** What a statement does to one relation. */
export interface TimelineEffect {
  effect: Effect
  size: TableSize
  /** `undefined`: nothing is done with its rows. */
  work: Work | undefined
}

/** One checked migration, statement by statement. */
export interface Timeline {
  path: string
  /** The runner sends all of it, or parts of it, in transactions of its own. */
  transaction: Migration['transaction']
  statements: TimelineStatement[]
}

/** A lock as it was taken. */
interface Taken extends Omit<TimelineLock, 'until'> {
  /** `undefined`: it ends with its statement. */
  transaction: object | undefined
}

/** What is kept while one migration is looked at. */
interface State {
  statements: TimelineStatement[]
  taken: Taken[]
  /** Number of the last statement that ran in each transaction. */
  ends: Map<object, number>
}

/** Look at each statement of the checked migrations. A relation that the change itself makes is used by nobody yet. */
export function timelinesOf({catalog, createSession, migrations, sizes}: Project): Timeline[] {
  const changeSet = new ChangeSet(migrations, sizes, defaultLimits)
  const timelines: Timeline[] = []
  let state = emptyState()

  function look({catalog: before, command, judgement, session}: Step): void {
    const number = state.statements.length - 1
    const statement = state.statements[number]
    if (statement === undefined) return
    const {transaction} = session
    if (transaction !== undefined) {
      state.ends.set(transaction, number)
      statement.transaction = [...state.ends.keys()].indexOf(transaction)
    }
    if (judgement.refusal) {
      statement.problem ??= judgement.refusal.message
      return
    }
    for (const effect of judgement.effects) {
      const table = findRelation(effect.relation, before, session)
      if (changeSet.isNew(table)) continue
      const size = table ? sizeOf(table, sizes, session) : (sizes.get(effect.relation) ?? {})
      statement.effects.push({effect, size, work: workOf(effect, command.operations)})
      const {lock, relation, short} = effect
      if (lock !== undefined) {
        state.taken.push({relation, lock, since: number, transaction: short === true ? undefined : transaction})
      }
    }
  }

  analyze(migrations, catalog, createSession, {
    begin(migration, number) {
      if (!migration.checked) return
      changeSet.begin(number)
      state = emptyState()
    },
    statement({problems: [problem], range}, {checked, origin, text}) {
      if (!checked) return
      const place = origin ? {range: origin.toSource(range), sql: text.slice(range.start, range.end)} : {range}
      state.statements.push({...place, effects: [], locks: [], transaction: undefined, problem: problem?.message})
    },
    command(step) {
      if (!step.migration.checked) return
      look(step)
      changeSet.note(step)
    },
    end({checked, path, transaction}, _number, _catalog, session) {
      if (!checked) return
      const last = state.statements.length - 1
      // What is open still is the runner's to end.
      if (session.transaction !== undefined) state.ends.set(session.transaction, last)
      for (const [number, statement] of state.statements.entries()) statement.locks = locksDuring(number, state)
      timelines.push({path, transaction, statements: state.statements})
    }
  })
  return timelines
}

function emptyState(): State {
  return {statements: [], taken: [], ends: new Map()}
}

function locksDuring(number: number, {ends, taken}: State): TimelineLock[] {
  const held = new Map<string, TimelineLock>()
  for (const {lock, relation, since, transaction} of taken) {
    const until = transaction === undefined ? since : (ends.get(transaction) ?? since)
    if (number < since || number > until) continue
    const before = held.get(relation)
    const isStronger = before === undefined || strongerLock(before.lock, lock) !== before.lock
    held.set(relation, isStronger ? {relation, lock, since, until} : {...before, until: Math.max(before.until, until)})
  }
  return [...held.values()]
}

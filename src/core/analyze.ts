/** The one loop over migrations: what each command meets, and what the server does about it. */
import type {Judgement, MysqlLock, PostgresLock} from '../knowledge/effect.js'
import {judge} from '../knowledge/judge.js'
import type {Migration} from '../migrations/migration.js'
import type {Operation} from '../operations/operation.js'
import type {Command, Statement} from '../operations/script.js'
import type {Range} from '../parse/source.js'
import type {Catalog} from '../schema/catalog.js'
import {noteOtherThanMade} from '../schema/changes/namesake.js'
import {checkGuards, type GuardAnswers} from '../schema/guards.js'
import {change, changeUnread, endSession} from '../schema/change.js'
import type {Session} from '../schema/session.js'
import {watchStoredForm} from './stored-form.js'

/** A lock that the transaction has taken and keeps until its end. */
export interface HeldLock {
  relation: string
  lock: PostgresLock | MysqlLock
  statement: Statement
}

/** The locks of one transaction: each lock of a relation once, as it was first taken. */
class HeldLocks {
  #all: HeldLock[] = []
  #known = new Set<string>()
  /** Names of savepoints, each with the number of locks that were held then. */
  readonly #savepoints: Array<{name: string; held: number}> = []

  get all(): readonly HeldLock[] {
    return this.#all
  }

  add(held: HeldLock): void {
    const key = `${held.lock} ${held.relation}`
    if (this.#known.has(key)) return
    this.#known.add(key)
    this.#all.push(held)
  }

  /** `ROLLBACK TO` of PostgreSQL lets go what was taken since the savepoint; InnoDB keeps its locks of rows. */
  follow(operation: Operation): void {
    if (operation.kind === 'transaction.savepoint') {
      this.#savepoints.push({name: operation.name, held: this.#all.length})
    } else if (operation.kind === 'transaction.rollback' && operation.to !== undefined) {
      const savepoint = this.#savepoints.findLast(({name}) => name === operation.to)
      if (!savepoint) return
      this.#savepoints.length = this.#savepoints.indexOf(savepoint) + 1
      this.#all = this.#all.slice(0, savepoint.held)
      this.#known = new Set(this.#all.map(({lock, relation}) => `${lock} ${relation}`))
    }
  }
}

/** One command in its place, before it is applied. */
export interface Step {
  migration: Migration
  /** Number of the migration, as in `Table.createdBy`. */
  number: number
  statement: Statement
  command: Command
  judgement: Judgement
  catalog: Catalog
  session: Session
  /** Taken by commands before this one in the same transaction. */
  held: readonly HeldLock[]
}

export interface Visitor {
  /** A migration is about to be walked over; all before it are applied and committed. */
  begin?: (migration: Migration, number: number) => void
  /** A statement is about to be looked at; also one that could not be read. */
  statement?: (statement: Statement, migration: Migration) => void
  command?: (step: Step) => void
  /** All statements of the migration are applied; the runner has not committed yet. */
  end?: (migration: Migration, number: number, catalog: Catalog, session: Session) => void
}

/**
 * Walk over migrations in order, applying each to the catalog.
 *
 * @param createSession Makes the connection that the runner opens for a migration.
 * @param from Number of the first that is not in the catalog yet.
 */
export function analyze(
  migrations: readonly Migration[],
  catalog: Catalog,
  createSession: (migration: Migration) => Session,
  visitor: Visitor,
  from = 0
): void {
  let previous: Session | undefined
  for (const [number, migration] of migrations.entries()) {
    if (number < from) continue
    visitor.begin?.(migration, number)
    const session = createSession(migration)
    if (previous && previous !== session) endSession(catalog)
    previous = session
    let held = new HeldLocks()

    const {transactions} = migration
    let range: Range | undefined // Of the transaction that the runner has begun.
    if (transactions === undefined && migration.transaction === 'migration') begin(migration, session, catalog)

    for (const statement of migration.script.statements) {
      const next = transactions?.find(({end, start}) => statement.range.start >= start && statement.range.start < end)
      if (next !== range) {
        commit(statement.range, catalog, session)
        held = new HeldLocks()
        if (next !== undefined) begin(migration, session, catalog)
        range = next
      }
      visitor.statement?.(statement, migration)

      if (statement.problems.length > 0) changeUnread(catalog, session)
      const answers: GuardAnswers = new Map()
      // A block of PostgreSQL is a transaction of its own, where none is open.
      const isOne = session.server.dialect === 'postgres' && statement.commands.length > 1
      if (session.transaction === undefined) held = new HeldLocks()
      session.inBlock = isOne && session.transaction === undefined
      for (const command of statement.commands) {
        const guarded = checkGuards(command, catalog, session, answers)
        if (guarded === 'skipped') continue
        noteOtherThanMade(command, catalog, session, number)
        const before = session.transaction
        const judgement = judge(command, {catalog, session})
        visitor.command?.({migration, number, statement, command, judgement, catalog, session, held: held.all})
        const noteStoredForm = watchStoredForm(command, judgement, catalog, session)
        if (guarded !== 'unknown-table') change(command, catalog, session, number)
        noteStoredForm()

        const isInside = session.transaction !== undefined || (isOne && !endsTransaction(command))
        if (session.transaction !== before || !isInside) held = new HeldLocks()
        if (isInside) {
          if (session.server.dialect === 'postgres') for (const operation of command.operations) held.follow(operation)
          for (const {lock, relation, short} of judgement.effects) {
            if (lock !== undefined && short !== true) held.add({relation, lock, statement})
          }
        }
      }
      if (session.inBlock && session.transaction === undefined) session.endLocals()
      session.inBlock = false
    }

    visitor.end?.(migration, number, catalog, session)
    endSession(catalog)
    // A transaction that the file leaves open is the runner's to end; what it did is history now.
    catalog.commit()
  }
}

/** A block or a procedure may do so in its midst. */
function endsTransaction({operations}: Command): boolean {
  return operations.some(({kind}) => kind === 'transaction.commit' || kind === 'transaction.rollback')
}

/** The runner begins a transaction. */
function begin({oneQuery, script}: Migration, session: Session, catalog: Catalog): void {
  const ofQuery = oneQuery === true && script.statements.length > 1 ? ('first' as const) : undefined
  const settings = new Map(session.settings)
  session.transaction = {byRunner: true, mark: catalog.mark(), settings, savepoints: [], ofQuery}
}

/** The runner commits, between two statements, whatever is open. */
function commit(range: Range, catalog: Catalog, session: Session): void {
  change({operations: [{kind: 'transaction.commit', range}], range}, catalog, session, undefined)
  session.transaction = undefined
}

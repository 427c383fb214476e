/** The rehearsal: history without looking, then each new statement, foretold and looked at. */
import type {Project} from '../core/project.js'
import type {Range} from '../parse/source.js'
import {compare} from './compare.js'
import type {Engine} from './engine.js'
import {foretell} from './foretell.js'
import {applyScript, LeftOut} from './prepare.js'
import type {SchemaScript} from './prepare.js'
import type {
  ForetoldMigration,
  ForetoldStatement,
  HappenedRelation,
  Rehearsal,
  RehearsedStatement
} from './rehearsal.js'
import {transactionAt} from './transactions.js'

/** What is rehearsed, and on what. */
export interface RehearseOptions {
  project: Project
  engine: Engine
  /** Dumps: what exists before the first migration. */
  schema: readonly SchemaScript[]
  /** Rows to fill each table with before the first new statement; `undefined`: none. */
  rows?: number | undefined
}

/**
 * Rehearse the checked migrations of a project. The caller closes the engine.
 *
 * @throws {UsageError} When the schema cannot be brought onto the engine.
 */
export async function rehearse({engine, project, rows, schema}: RehearseOptions): Promise<Rehearsal> {
  const foretold = foretell(project)
  const {settings} = project.createSession()
  const leftOut = new LeftOut()
  const rehearsal: Rehearsal = {engine: engine.name, migrations: [], filled: undefined, notes: []}

  await engine.create(settings)
  for (const script of schema) {
    await engine.beginSession(settings)
    await applyScript(engine, script, leftOut)
  }
  for (const migration of project.migrations) {
    await engine.beginSession(settings)
    if (!migration.checked) {
      await applyScript(engine, migration, leftOut)
      continue
    }
    if (rows !== undefined && rehearsal.filled === undefined) {
      rehearsal.filled = {asked: rows, tables: await engine.fill(rows)}
      await engine.beginSession(settings)
    }
    const next = foretold[rehearsal.migrations.length]
    if (next === undefined) throw new TypeError('Unexpected migration that nothing was foretold of')
    const stopped = rehearsal.migrations.some(({statements}) => statements.some(({outcome}) => outcome === 'failed'))
    rehearsal.migrations.push({
      ...next,
      statements: stopped ? next.statements.map((each) => notRun(each)) : await run(engine, next)
    })
  }
  rehearsal.notes = leftOut.notes()
  return rehearsal
}

const notRun = (foretold: ForetoldStatement, because = 'an earlier statement failed'): RehearsedStatement => ({
  foretold,
  outcome: 'not-run',
  because,
  relations: [],
  error: undefined,
  milliseconds: undefined,
  unseen: undefined,
  differences: []
})

/** Time that went by in the open transaction, and what was locked when: looking takes no part in it. */
class Clock {
  #elapsed = 0
  #open: Array<{relation: HappenedRelation; since: number}> = []

  note(relations: readonly HappenedRelation[], milliseconds: number, inside: boolean): void {
    const locked = relations.filter(({lock}) => lock !== 'none' && lock !== undefined)
    for (const relation of locked) {
      if (inside) this.#open.push({relation, since: this.#elapsed})
      else relation.heldMs = milliseconds
    }
    this.#elapsed += milliseconds
  }

  /** The transaction has ended. */
  end(): void {
    for (const {relation, since} of this.#open) relation.heldMs = this.#elapsed - since
    this.#open = []
  }
}

async function run(engine: Engine, {statements, transactions}: ForetoldMigration): Promise<RehearsedStatement[]> {
  const clock = new Clock()
  const rehearsed: RehearsedStatement[] = []
  let open = false
  let current: Range | undefined

  for (const [index, foretold] of statements.entries()) {
    const next = transactionAt(transactions, foretold.place.start.offset)
    if (next !== current) {
      if (open) await commit(engine, rehearsed, clock)
      if (rehearsed.at(-1)?.outcome === 'failed') return stop(index)
      current = next
      open = next !== undefined
      if (open) await engine.send('BEGIN')
    }
    const beyond = engine.refuses(foretold.sql)
    if (beyond !== undefined) {
      rehearsed.push(notRun(foretold, beyond))
      continue
    }
    const {control} = foretold
    const statement = await runOne(engine, foretold, open)
    rehearsed.push(statement)
    clock.note(statement.relations, statement.milliseconds ?? 0, open || control === 'begin')
    if (control === 'end') clock.end()
    if (control !== undefined) open = control === 'begin'
    if (statement.outcome !== 'failed') continue
    await engine.send('ROLLBACK')
    clock.end()
    return stop(index + 1)
  }
  if (open) await commit(engine, rehearsed, clock)
  return rehearsed

  function stop(from: number): RehearsedStatement[] {
    return [...rehearsed, ...statements.slice(from).map((each) => notRun(each))]
  }
}

/** What is deferred may be refused now: that is the fault of the last statement, as far as anybody can tell. */
async function commit(engine: Engine, rehearsed: readonly RehearsedStatement[], clock: Clock): Promise<void> {
  const begun = performance.now()
  const error = await engine.send('COMMIT')
  clock.note([], performance.now() - begun, true)
  clock.end()
  const last = rehearsed.at(-1)
  if (error === undefined || last === undefined) return
  last.outcome = 'failed'
  last.error = {...error, message: `at COMMIT: ${error.message}`}
}

async function runOne(engine: Engine, foretold: ForetoldStatement, inside: boolean): Promise<RehearsedStatement> {
  const observation = await engine.observe(foretold.sql, {
    bare: inside || foretold.control !== undefined,
    effects: foretold.effects
  })
  const {error, milliseconds, relations, unseen} = observation
  return {
    foretold,
    outcome: error === undefined ? 'ran' : 'failed',
    because: undefined,
    relations: relations.map((relation) => ({...relation, heldMs: undefined})),
    error,
    milliseconds,
    unseen,
    differences: compare(foretold, observation)
  }
}

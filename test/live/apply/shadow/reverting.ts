/** `sqlsafe revert` in this process. */
import {prepare} from '../../../../src/apply/run/apply.js'
import {reversalsOf, takeBack} from '../../../../src/apply/run/abort.js'
import {openEngine} from '../../../../src/apply/run/open-engine.js'
import {defaultSettings} from '../../../../src/apply/settings.js'
import type {ApplySettings} from '../../../../src/apply/settings.js'
import type {Engine} from '../../../../src/apply/engine.js'
import type {ApplyEvent} from '../../../../src/apply/events.js'
import {revertTable} from '../../../../src/index.js'
import type {NamedFinding} from '../../../../src/apply/preflight.js'
import type {Plan} from '../../../../src/plan/plan.js'
import type {Applied, ApplyRun} from '../world.js'

export async function withEngine<Result>(url: string, work: (engine: Engine) => Promise<Result>): Promise<Result> {
  const engine = await openEngine(url)
  try {
    return await work(engine)
  } finally {
    await engine.close()
  }
}

/** Go back, or go on with going back. */
export async function revert(url: string, {onEvent, settings = {}}: ApplyRun = {}): Promise<Applied> {
  const events: ApplyEvent[] = []
  const outcome = await revertTable({
    databaseUrl: url,
    settings,
    onEvent(event) {
      events.push(event)
      onEvent?.(event)
    }
  })
  return {outcome, events}
}

/** What the checks say of a plan. */
export function findingsOf(url: string, plan: Plan, given: Partial<ApplySettings> = {}): Promise<NamedFinding[]> {
  return withEngine(url, async (engine) => (await prepare(plan, engine, {...defaultSettings, ...given})).findings)
}

/** Take the open run back. */
export function abort(url: string): Promise<void> {
  return withEngine(url, async (engine) => {
    await engine.hold()
    const [run] = await engine.journal.findOpen()
    if (run === undefined) throw new Error('Unexpected lack of a run, expected one')
    await takeBack(run, await reversalsOf(run, engine), engine, () => undefined)
  })
}

/** `sqlsafe cleanup --yes`. */
export function cleanUp(url: string): Promise<void> {
  return withEngine(url, async (engine) => {
    for (const {kind, sql} of await engine.leftovers()) {
      if (kind === 'journal') continue
      await engine.transaction({lockTimeoutMs: 2000, statementTimeoutMs: null}, {}, async (connection) => {
        for (const statement of sql) await connection.execute(statement)
      })
    }
  })
}

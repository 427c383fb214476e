/** A run that is gone on with keeps the settings that were changed while it ran. */
import {afterEach, describe, expect, it} from 'vitest'
import {applyPlan} from '../../../src/apply/run/apply-plan.js'
import {settingsFor} from '../../../src/apply/run/apply.js'
import {openEngine} from '../../../src/apply/run/open-engine.js'
import {defaultSettings} from '../../../src/apply/settings.js'
import type {ApplySettings} from '../../../src/apply/settings.js'
import {changeSettings} from '../../../src/cli/setting-texts.js'
import {digestOf} from '../../../src/plan/digest.js'
import type {Plan} from '../../../src/plan/plan.js'
import {createWorld as createMysqlWorld, servers as mysqlServers} from './mysql/world.js'
import {createWorld, servers} from './world.js'

const everywhere = [
  ...servers.map(({url, version}) => ({server: `PostgreSQL ${String(version)}`, url, make: createWorld})),
  ...mysqlServers.slice(0, 2).map(({server, url}) => ({server, url, make: createMysqlWorld}))
]

let remove: (() => Promise<void>) | undefined
afterEach(async () => {
  await remove?.()
  remove = undefined
})

/** A plan that waits for the application twice. */
async function waitingPlan(world: {plan: (sql: string) => Promise<Plan>}): Promise<Plan> {
  const made = await world.plan('SELECT 1')
  const gate = {kind: 'contract' as const, gate: 'the application is deployed', steps: []}
  const plan: Plan = {...made, phases: [{kind: 'expand', steps: []}, gate, gate]}
  return {...plan, digest: digestOf(plan)}
}

describe.each(everywhere)('$server', ({make, url}) => {
  /** As `sqlsafe throttle` does it, and what the next `apply` begins with then. */
  const throttled = async (
    plan: Plan,
    databaseUrl: string,
    texts: string[],
    given: Partial<ApplySettings>
  ): Promise<ApplySettings> => {
    const engine = await openEngine(databaseUrl)
    try {
      const run = await engine.journal.find(plan.digest)
      if (run && texts.length > 0) await engine.journal.setSettings(run.id, changeSettings(run.settings, texts))
      return await settingsFor(plan, engine, given)
    } finally {
      await engine.close()
    }
  }

  it('keeps what `throttle` has changed, unless the command line names it', async () => {
    const world = await make(url, [])
    remove = () => world.remove()
    const plan = await waitingPlan(world)
    const first = {maxRate: 50, batchTargetMs: 200, dropOld: true}
    await expect(applyPlan(plan, {databaseUrl: world.url, settings: first})).resolves.toMatchObject({status: 'waiting'})

    const texts = ['max-rate=777', 'throttle-query=SELECT 0', 'batch-target=none']
    await expect(throttled(plan, world.url, texts, {lockRetries: 3})).resolves.toEqual({
      ...defaultSettings,
      maxRate: 777,
      throttleQuery: 'SELECT 0',
      lockRetries: 3
    })

    const second = {maxRate: 888, throttleQuery: undefined}
    await expect(applyPlan(plan, {databaseUrl: world.url, settings: second, deployed: true})).resolves.toMatchObject({
      status: 'waiting',
      phase: 2
    })
    await expect(throttled(plan, world.url, [], {})).resolves.toEqual({...defaultSettings, maxRate: 888})
  })
})

/**
 * Each recipe beside an application that goes on writing through all of its releases and meets no error; on the oldest
 * server too where it is killed on the way: `kills.test.ts`.
 */
import {describe, expect, it} from 'vitest'
import {until} from './own-server.js'
import {recipeCases} from './recipe-cases.js'
import {createTwins, expectTwins, startApplication} from './recipe-world.js'
import {applyPlan, servers} from './world.js'

// Some hundred rows: what counts is who meets whom.
const settings = {batchRows: 100, maxBatchRows: 100}

describe.each(servers.slice(-1))('PostgreSQL $version', ({url}) => {
  it.concurrent.each(Object.entries(recipeCases))('%s', async (_, each) => {
    const world = await createTwins(url, each)
    try {
      const plan = await world.plan(each.change)
      expect(plan.phases.flatMap(({steps}) => steps.map((step) => step.recipe))).toContain(each.recipe)
      let release = 0
      const writers = await startApplication(world, each, () => release)
      const writes = async (): Promise<void> => {
        const written = writers.done()
        const now = await until(
          () => Promise.resolve(writers.done()),
          (done) => done > written + 20
        )
        expect(now).toBeGreaterThan(written + 20)
      }
      await writes() // A short change may come to its end before them on a busy machine.
      for (let isDone = false; !isDone; release++) {
        const {outcome} = await applyPlan(plan, world.url, {settings, deployed: release > 0})
        isDone = outcome.status === 'done'
        expect(outcome.status).toBe(isDone ? 'done' : 'waiting')
      }
      await writes() // And after it.
      expect(await writers.stop()).toEqual([])
      await expectTwins(world, each)
    } finally {
      await world.remove()
    }
  })
})

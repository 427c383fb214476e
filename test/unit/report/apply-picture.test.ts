import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, it} from 'vitest'
import {replayApply} from '../../../scripts/replay-apply.js'
import type {ApplyEvent} from '../../../src/apply/events.js'
import {plan} from '../../../src/library/plan.js'

const demo = join(import.meta.dirname, '../../../fixtures/demo/live')
const events = JSON.parse(readFileSync(join(demo, 'apply.json'), 'utf8')) as ApplyEvent[]

it('the picture of `apply` shows a run of what the plan is today', async () => {
  const {phases} = await plan({
    paths: [join(demo, '0005_note_every_purchase.sql')],
    schema: [join(demo, 'schema.sql')],
    dialect: 'postgres',
    serverVersion: '18'
  })
  const planned = phases.flatMap(({steps}) => steps.map(({id, title}) => [id, title]))
  const recorded = events.flatMap((event) => (event.type === 'step-begin' ? [[event.step, event.title]] : []))
  expect(recorded).toEqual(planned)
})

it('the picture of `apply` has what was in its way, and how fast it was', () => {
  const printed = replayApply(false, 80)
  expect(printed).toMatch(/ a second, \d+ s left\n/)
  expect(printed).toContain('in the way: process')
  expect(printed).toBe(replayApply(false, 80))
})

/** How a run stands, worked out of what the journal holds. */
import {expect, it} from 'vitest'
import {overviewsOf} from '../../../src/apply/run/overview.js'
import type {RunRow, StepRow} from '../../../src/apply/run/overview.js'
import {defaultSettings} from '../../../src/apply/settings.js'
import {planOf} from '../../helpers/plan-of.js'

const schema = 'CREATE TABLE account (id int PRIMARY KEY, total int)'

async function stepOf(row: Partial<StepRow>) {
  const plan = await planOf('UPDATE account SET total = 0 WHERE total IS NULL;', {schema})
  const [planned] = plan.phases.flatMap(({steps}) => steps)
  const step = {step: planned?.id ?? '', status: 'begun', rows: 200, total: 1000, waitsFor: undefined, seconds: 10}
  const run = {id: '1', status: 'running', control: 'go', plan, settings: defaultSettings, began: '', changed: ''}
  const steps = [{...step, ...row}] as StepRow[]
  const runs: RunRow[] = [{...run, steps, error: undefined, lastFailure: undefined} as RunRow]
  return overviewsOf({runs, holder: undefined, blockers: []})[0]?.steps[0]
}

it('tells how long a step goes on, but not while it waits, and not where more rows came than were counted', async () => {
  expect(await stepOf({})).toMatchObject({rate: 20, secondsLeft: 40})
  expect(await stepOf({waitsFor: 'paused'})).toMatchObject({rate: 20, secondsLeft: undefined})
  expect(await stepOf({rows: 1001})).toMatchObject({secondsLeft: undefined})
  expect(await stepOf({status: 'done'})).toMatchObject({secondsLeft: undefined})
})

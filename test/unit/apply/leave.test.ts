/** Throttles are asked while a run goes on, and answers are believed as long as they are fresh. */
import {afterEach, beforeEach, expect, it, vi} from 'vitest'
import {createLeave} from '../../../src/apply/run/leave.js'
import type {RunContext} from '../../../src/apply/run/run-context.js'
import {defaultSettings} from '../../../src/apply/settings.js'
import type {Step} from '../../../src/apply/step.js'
import type {PlannedStep} from '../../../src/plan/plan.js'

/** What the throttles say at a time, in milliseconds after the beginning. */
type Says = (at: number) => string | undefined

beforeEach(() => {
  vi.useFakeTimers({toFake: ['performance', 'setTimeout', 'clearTimeout']})
})
afterEach(() => {
  vi.useRealTimers()
})

function watched(says: Says, throttled = true) {
  const start = performance.now()
  const asked: number[] = []
  const events: string[] = []
  const never = new AbortController().signal
  const context = {
    engine: {
      dialect: 'postgres',
      journal: {
        control: () => Promise.resolve({control: 'go', settings: defaultSettings}),
        noteWait: () => Promise.resolve(),
        setStatus: () => Promise.resolve()
      }
    },
    run: {id: '1'},
    stop: {afterBatch: never, now: never},
    settings: () => defaultSettings,
    setSettings: () => undefined,
    emit: ({type}: {type: string}) => events.push(type),
    async throttle() {
      const at = performance.now() - start
      asked.push(Math.round(at))
      await new Promise((resolve) => setTimeout(resolve, 20))
      return says(at)
    }
  } as unknown as RunContext
  const planned = {id: '1-batch', locks: []} as unknown as PlannedStep
  const leave = createLeave(context, planned, {throttled} as Step)
  const now = (): number => Math.round(performance.now() - start)
  /** Ask for leave; when it was given. */
  const ask = async (): Promise<number> => {
    let isGiven = false
    const given = leave.ask().then(() => (isGiven = true))
    await vi.advanceTimersByTimeAsync(0)
    while (!isGiven) await vi.advanceTimersByTimeAsync(10)
    await given
    return now()
  }
  const run = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)
  return {ask, asked, events, leave, now, run}
}

it('asks before the end of a run that lasts as long as the one before', async () => {
  const {ask, asked, now, run} = watched(() => undefined)
  await ask()
  await run(500)
  await ask()
  for (let batch = 0; batch < 3; batch++) {
    await run(500)
    const [end, before] = [now(), asked.length]
    expect(await ask()).toBe(end)
    expect(asked).toHaveLength(before)
    expect(end - (asked.at(-1) ?? 0)).toBe(100)
  }
})

it('waits where what was asked ahead is a reason, and tells it', async () => {
  let reason: string | undefined
  const {ask, events, run} = watched(() => reason)
  await ask()
  await run(500)
  await ask()
  reason = 'a standby lags'
  await run(490)
  setTimeout(() => (reason = undefined), 700)
  await ask()
  expect(events).toEqual(['throttled', 'going-on'])
})

it('does not believe an answer that has got old', async () => {
  const {ask, asked, now, run} = watched(() => undefined)
  await ask()
  await run(500)
  await ask()
  await run(900)
  const before = asked.length
  await ask()
  expect(asked.length).toBe(before + 1)
  expect(now() - (asked.at(-1) ?? 0)).toBeLessThan(100)
})

it('asks nothing of many short runs but what has got old', async () => {
  const {ask, asked, run} = watched(() => undefined)
  for (let batch = 0; batch < 50; batch++) {
    await ask()
    await run(40)
  }
  expect(asked.length).toBeGreaterThan(7)
  expect(asked.length).toBeLessThan(20)
  for (const [index, at] of asked.slice(1).entries()) expect(at - (asked[index] ?? 0)).toBeLessThan(340)
})

it('asks nothing ahead where a step is not throttled, and nothing once it has ended', async () => {
  const plain = watched(() => undefined, false)
  await plain.ask()
  await plain.run(500)
  await plain.ask()
  await plain.run(500)
  expect(plain.asked).toEqual([])

  const ended = watched(() => undefined)
  await ended.ask()
  await ended.run(500)
  await ended.ask()
  const before = ended.asked.length
  await ended.leave.end()
  await ended.run(2000)
  expect(ended.asked).toHaveLength(before)
})

/** Carrying plans out on real servers: locks that are not to be had, lost connections, pauses, gates, two at once. */
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import type {Plan, PlannedStep} from '../../../src/plan/plan.js'
import {openEngine} from '../../../src/apply/run/open-engine.js'
import {withEngine} from '../../../src/cli/with-engine.js'
import {applyPlan, createWorld, servers} from './world.js'
import type {World} from './world.js'

const setup = [
  'CREATE TABLE account (id bigint PRIMARY KEY, email text, name text, total int)',
  "INSERT INTO account SELECT i, 'e' || i, 'n' FROM generate_series(1, 5000) i",
  // How big it is, nobody shall know: it is planned for as a big one.
  'ALTER TABLE account SET (autovacuum_enabled = false)'
]

const change = `
  ALTER TABLE account ALTER COLUMN email SET NOT NULL;
  CREATE INDEX account_email_idx ON account (email);
`

/** A plan with one batch step more. */
function withBatch(plan: Plan, input: Partial<PlannedStep<'batch'>['input']>): Plan {
  const step: PlannedStep<'batch'> = {
    id: 'fill',
    kind: 'batch',
    title: 'Fill',
    input: {table: {schema: 'public', name: 'account'}, verb: 'update', idempotent: true, ...input},
    settings: {},
    sql: [],
    locks: [{relation: 'account', lock: 'ROW EXCLUSIVE', long: false}],
    undo: [],
    source: {file: 0, line: 1}
  }
  return {...plan, phases: [...plan.phases, {kind: 'backfill', steps: [step]}]}
}

const fill = {set: 'total = length(target.email)', where: 'target.total IS NULL'}
const small = {batchRows: 100, maxBatchRows: 100}

describe.each(servers)('PostgreSQL $version', ({url}) => {
  let world: World
  beforeEach(async () => {
    world = await createWorld(url, setup)
  })
  afterEach(() => world.remove())

  const isNotNull = async (): Promise<unknown> =>
    (
      await world.query(
        "SELECT attnotnull AS it FROM pg_attribute WHERE attrelid = 'account'::regclass AND attname = 'email'"
      )
    )[0]?.['it']
  const unfilled = async (): Promise<unknown> =>
    (await world.query('SELECT count(*)::int AS it FROM account WHERE total IS DISTINCT FROM length(email)'))[0]?.['it']
  /** Other databases have waiting sessions of their own. */
  const waiting = async (): Promise<unknown[]> =>
    world.query(
      'SELECT l.* FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.datname = current_database()'
    )

  test('does all of it once, and says so the second time', async () => {
    const plan = withBatch(await world.plan(change), fill)
    const {outcome} = await applyPlan(plan, world.url, {settings: small})
    expect(outcome).toEqual({status: 'done'})
    expect(await isNotNull()).toBe(true)
    expect(await unfilled()).toBe(0)
    const engine = await openEngine(world.url)
    expect((await engine.journal.finished(plan.digest))?.at).toEqual(expect.any(String))
    await engine.close()
    const rows = await world.query("SELECT step, status, rows FROM sqlsafe.step WHERE step = 'fill'")
    expect(rows).toEqual([{step: 'fill', status: 'done', rows: '5000'}])
    const sent = await world.query("SELECT sql FROM sqlsafe.statement WHERE step LIKE '%-transaction' ORDER BY at")
    expect(sent.map(({sql}) => sql)).toEqual(
      plan.phases.flatMap(({steps}) => steps.flatMap(({kind, sql}) => (kind === 'transaction' ? sql : [])))
    )
  })

  test('gives way where a lock is not to be had, names who is in the way, and leaves no queue', async () => {
    const plan = await world.plan(change)
    const reader = await world.connect()
    await reader.query('BEGIN')
    await reader.query('SELECT 1 FROM account LIMIT 1')
    const pid = (await reader.query<{pid: number}>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid
    // Who is in the way is looked for four times a second.
    const settings = {lockTimeoutMs: 2000, lockRetries: 1}
    const retries: unknown[] = []
    await expect(
      applyPlan(plan, world.url, {
        settings,
        onEvent(event) {
          if (event.type === 'retry') retries.push(event.blockers.map((blocker) => blocker.pid))
        }
      })
    ).rejects.toThrow(`process ${String(pid)}`)
    expect(retries).toEqual([[pid]])
    expect(await waiting()).toEqual([])
    await reader.query('ROLLBACK')
    expect((await applyPlan(plan, world.url, {settings})).outcome.status).toBe('done')
    expect(await isNotNull()).toBe(true)
  })

  test('ends who is in the way only when told to', async () => {
    const plan = await world.plan(change)
    const reader = await world.connect()
    await reader.query('BEGIN')
    await reader.query('SELECT 1 FROM account LIMIT 1')
    const {events, outcome} = await applyPlan(plan, world.url, {
      settings: {lockTimeoutMs: 400, terminateBlockersAfterMs: 600}
    })
    expect(outcome.status).toBe('done')
    expect(events.filter(({type}) => type === 'say').map((event) => ('text' in event ? event.text : ''))).toEqual([
      expect.stringMatching(/^process \d+ stood in the way and was ended/)
    ])
    await expect(reader.query('SELECT 1')).rejects.toThrow()
  })

  test('tells the second apply who holds the run', async () => {
    const [first, second] = [await openEngine(world.url), await openEngine(world.url)]
    await first.hold()
    await expect(second.hold()).rejects.toThrow(`process ${String(first.handshakePid)} (sqlsafe apply`)
    await first.close()
    await expect
      .poll(() =>
        second.hold().then(
          () => 'held',
          () => 'not yet'
        )
      )
      .toBe('held')
    await second.close()
  })

  test('waits before a phase until the application is deployed', async () => {
    const base = await world.plan(change)
    const [first] = base.phases
    if (!first) throw new Error('Unexpected plan without phases')
    const [begin, ...rest] = first.steps
    if (!begin) throw new Error('Unexpected phase without steps')
    const plan: Plan = {
      ...base,
      phases: [
        {kind: 'expand', steps: [begin]},
        {kind: 'contract', gate: 'deploy it', steps: rest}
      ]
    }
    expect((await applyPlan(plan, world.url)).outcome).toEqual({status: 'waiting', phase: 1, gate: 'deploy it'})
    expect((await applyPlan(plan, world.url)).outcome.status).toBe('waiting')
    expect((await applyPlan(plan, world.url, {deployed: true})).outcome.status).toBe('done')
    expect(await isNotNull()).toBe(true)
  })

  test('pauses between batches and goes on', async () => {
    const plan = withBatch(await world.plan('SELECT 1'), fill)
    const asked: Array<Promise<unknown>> = []
    const control = (value: string, more = ''): void => {
      asked.push(world.query(`UPDATE sqlsafe.run SET control = $1 ${more}`, [value]))
    }
    const seen: string[] = []
    const {outcome} = await applyPlan(plan, world.url, {
      // Slowly enough for a pause to be seen before the end: it is looked for a few times a second.
      settings: {...small, maxRate: 100},
      onEvent({type}) {
        if (['paused', 'going-on'].includes(type)) seen.push(type)
        if (type === 'batch' && asked.length === 0) control('pause')
        if (type === 'paused') control('go', ", settings = settings - 'maxRate'")
      }
    })
    await Promise.all(asked)
    expect(outcome.status).toBe('done')
    expect(seen).toEqual(['paused', 'going-on'])
    expect(await unfilled()).toBe(0)
  })

  test('stops after a batch, and goes on from its key', async () => {
    const plan = withBatch(await world.plan('SELECT 1'), fill)
    const stop = new AbortController()
    let batches = 0
    const first = await applyPlan(plan, world.url, {
      settings: small,
      afterBatch: stop.signal,
      onEvent({type}) {
        if (type === 'batch' && ++batches === 3) stop.abort()
      }
    })
    expect(first.outcome.status).toBe('stopped')
    expect(await unfilled()).toBe(4700)
    const second = await applyPlan(plan, world.url, {settings: small})
    expect(second.outcome.status).toBe('done')
    // One more asks whether any row is left.
    expect(second.events.filter(({type}) => type === 'batch')).toHaveLength(48)
    expect(await unfilled()).toBe(0)
  })

  test('waits while the user’s own query says so', async () => {
    await world.query('CREATE TABLE brake (pressed boolean)')
    await world.query('INSERT INTO brake VALUES (true)')
    const plan = withBatch(await world.plan('SELECT 1'), fill)
    const reasons: string[] = []
    const {outcome} = await applyPlan(plan, world.url, {
      settings: {...small, throttleQuery: 'SELECT pressed FROM brake'},
      onEvent(event) {
        if (event.type !== 'throttled') return
        reasons.push(event.reason)
        void world.query('UPDATE brake SET pressed = false')
      }
    })
    expect(outcome.status).toBe('done')
    expect(reasons).toHaveLength(1)
  })

  test('says what to do where its connection is cut before the first step', async () => {
    const cutOff = withEngine(world.url, async ({worker}) => {
      await world.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sqlsafe apply' AND datname = current_database()"
      )
      for (;;) await worker.query('SELECT 1')
    })
    await expect(cutOff).rejects.toThrow(/^Unexpected end of the connection .*the same command goes on from there$/)
  })

  test('goes on where its connection is cut in any step', async () => {
    const plan = withBatch(await world.plan(change), fill)
    const cutters: Array<Promise<unknown>> = []
    const cut = new Set<string>()
    const {events, outcome} = await applyPlan(plan, world.url, {
      settings: small,
      onEvent(event) {
        const when = event.type === 'step-begin' || (event.type === 'batch' && event.done === 1000)
        if (!when || cut.has(event.type + event.step)) return
        cut.add(event.type + event.step)
        cutters.push(
          world.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sqlsafe apply' AND datname = current_database()"
          )
        )
      }
    })
    await Promise.all(cutters)
    expect(outcome.status).toBe('done')
    expect(cut.size).toBe(plan.phases.flatMap(({steps}) => steps).length + 1)
    expect(events.some((event) => event.type === 'say' && event.text.startsWith('the connection was lost'))).toBe(true)
    expect(await isNotNull()).toBe(true)
    expect(await unfilled()).toBe(0)
    expect(
      await world.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'account_email_idx'::regclass")
    ).toEqual([{indisvalid: true}])
    expect(await world.query("SELECT sum(rows)::int AS rows FROM sqlsafe.step WHERE step = 'fill'")).toEqual([
      {rows: 5000}
    ])
  })

  test('gives up a step that ends its connection each time, and goes on when that is mended', async () => {
    const plan = withBatch(await world.plan('SELECT 1'), {
      set: 'total = CASE WHEN target.id = 2500 AND (SELECT d FROM deadly) THEN pg_terminate_backend(pg_backend_pid())::int ELSE length(target.email) END',
      where: 'target.total IS NULL'
    })
    await world.query('CREATE TABLE deadly AS SELECT true AS d')
    await expect(applyPlan(plan, world.url, {settings: small})).rejects.toThrow(
      /Step fill lost its connection 31 times in a row .* terminating connection/
    )
    expect(await world.query('SELECT status FROM sqlsafe.run')).toEqual([{status: 'failed'}])
    await world.query('UPDATE deadly SET d = false')
    expect((await applyPlan(plan, world.url, {settings: small})).outcome.status).toBe('done')
    expect(await unfilled()).toBe(0)
  })

  test('keeps the batches before one that fails, and goes on when that is mended', async () => {
    const plan = withBatch(await world.plan('SELECT 1'), {
      set: 'total = CASE WHEN target.id = 2500 THEN 1 / (SELECT d FROM divisor) ELSE length(target.email) END',
      where: 'target.total IS NULL'
    })
    await world.query('CREATE TABLE divisor AS SELECT 0 AS d')
    await expect(applyPlan(plan, world.url, {settings: small})).rejects.toThrow('division by zero')
    expect((await world.query('SELECT count(*)::int AS it FROM account WHERE total IS NULL'))[0]).toEqual({it: 2600})
    expect(await world.query('SELECT count(*)::int AS it FROM sqlsafe.statement WHERE error IS NOT NULL')).toEqual([
      {it: 1}
    ])
    await world.query('UPDATE divisor SET d = 1')
    expect((await applyPlan(plan, world.url, {settings: small})).outcome.status).toBe('done')
    expect((await world.query('SELECT count(*)::int AS it FROM account WHERE total IS NULL'))[0]).toEqual({it: 0})
  })

  test('builds an index again that a cancelled build has left invalid', async () => {
    const plan = await world.plan('CREATE INDEX account_email_idx ON account (email)')
    const holder = await world.connect()
    await holder.query('BEGIN')
    await holder.query("UPDATE account SET name = 'x' WHERE id = 1")
    const failing = applyPlan(plan, world.url)
    const caught = expect(failing).rejects.toThrow('canceling statement')
    await expect
      .poll(() =>
        world.query("SELECT 1 FROM pg_index WHERE indexrelid = to_regclass('account_email_idx') AND NOT indisvalid")
      )
      .toHaveLength(1)
    await world.query(
      "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = 'sqlsafe apply' AND datname = current_database()"
    )
    await caught
    await holder.query('ROLLBACK')
    const {events, outcome} = await applyPlan(plan, world.url)
    expect(outcome.status).toBe('done')
    expect(events.some((event) => event.type === 'say' && event.text.includes('is left of a build that failed'))).toBe(
      true
    )
    const indexes = await world.query(
      "SELECT indisvalid FROM pg_index WHERE indrelid = 'account'::regclass AND NOT indisprimary"
    )
    expect(indexes).toEqual([{indisvalid: true}])
  })

  test('takes no index of another table for its own', async () => {
    const plan = await world.plan('CREATE INDEX account_email_idx ON account (email)')
    await world.query('CREATE TABLE other (email text)')
    await world.query('CREATE INDEX account_email_idx ON other (email)')
    await expect(applyPlan(plan, world.url)).rejects.toThrow('index public.account_email_idx on other')
    expect(
      await world.query(
        "SELECT indrelid::regclass::text AS it FROM pg_index WHERE indexrelid = 'account_email_idx'::regclass"
      )
    ).toEqual([{it: 'other'}])
  })

  test('leaves what was in doubt to a person', async () => {
    const plan = await world.plan('ALTER SYSTEM SET log_min_messages = warning')
    const [step] = plan.phases.flatMap(({steps}) => steps)
    expect(step?.kind).toBe('statement')
    const reader = await world.connect()
    // As a crash leaves it: begun, and no end seen.
    const engine = await openEngine(world.url)
    await engine.journal.prepare()
    await engine.journal.begin({
      id: '6f2d1c6e-6a0e-4c5e-9d3c-3f5c0f6f0a01',
      digest: plan.digest,
      status: 'running',
      passed: 0,
      plan,
      settings: {} as never,
      control: 'go'
    })
    await engine.journal.save(
      '6f2d1c6e-6a0e-4c5e-9d3c-3f5c0f6f0a01',
      {
        step: step?.id ?? '',
        kind: 'statement',
        position: 1,
        status: 'begun',
        state: null,
        stateVersion: 1,
        rows: 0,
        total: undefined
      },
      [],
      false
    )
    await expect(applyPlan(plan, world.url)).rejects.toThrow('expected to see whether')
    await engine.journal.decide('6f2d1c6e-6a0e-4c5e-9d3c-3f5c0f6f0a01', step?.id ?? '', 'done')
    await engine.close()
    expect((await applyPlan(plan, world.url)).outcome.status).toBe('done')
    await reader.end()
  })

  test('never writes a password down', async () => {
    const role = `sqlsafe_secret_${String(process.pid)}`
    await world.query('CREATE TABLE word (id int PRIMARY KEY)')
    const plan = await world.plan(
      `CREATE ROLE ${role} LOGIN PASSWORD 'hunter2'; ALTER TABLE word ADD COLUMN password text`
    )
    try {
      const {events} = await applyPlan(plan, world.url)
      expect(JSON.stringify(events)).not.toContain('hunter2')
      const kept = await world.query(
        'SELECT plan::text AS text FROM sqlsafe.run UNION ALL SELECT sql FROM sqlsafe.statement'
      )
      expect(JSON.stringify(kept)).not.toContain('hunter2')
      expect(JSON.stringify(kept)).toContain('ADD COLUMN password text')
    } finally {
      await world.query(`DROP ROLE IF EXISTS ${role}`)
    }
  })
})

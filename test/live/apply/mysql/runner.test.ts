/** Carrying plans out on real servers: locks that are not to be had, lost connections, pauses, gates, two at once. */
import {randomUUID} from 'node:crypto'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import type {Plan, PlannedStep} from '../../../../src/plan/plan.js'
import {openEngine} from '../../../../src/apply/run/open-engine.js'
import {applyPlan, withSteps} from '../world.js'
import {createWorld, servers, stepOf} from './world.js'
import type {World} from './world.js'

const account = {schema: '', name: 'account'}
const digits =
  '(SELECT 0 AS d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9)'
const setup = [
  'CREATE TABLE account (id bigint PRIMARY KEY, email varchar(50), name varchar(50), total int)',
  `INSERT INTO account SELECT i, concat('e', i), 'n', NULL FROM (
     SELECT 1 + a.d + 10 * b.d + 100 * c.d + 1000 * e.d AS i FROM ${digits} a, ${digits} b, ${digits} c, ${digits} e
   ) AS numbers WHERE i <= 5000`
]

const addIndex = stepOf('index', 'ddl', {
  statement: 'ALTER TABLE account ADD INDEX account_email_idx (email), ALGORITHM=INPLACE, LOCK=NONE',
  tables: [account]
})
const addColumn = stepOf('column', 'ddl', {
  statement: 'ALTER TABLE account ADD COLUMN note int, ALGORITHM=INSTANT',
  tables: [account]
})
const fill = stepOf('fill', 'batch', {
  table: account,
  verb: 'update',
  set: 'total = length(target.email)',
  where: 'target.total IS NULL',
  idempotent: true
})
const small = {batchRows: 100, maxBatchRows: 100}

describe.each(servers)('$server', ({url}) => {
  let world: World
  let empty: Plan
  beforeEach(async () => {
    world = await createWorld(url, setup)
    empty = await world.plan('SELECT 1')
  })
  afterEach(() => world.remove())

  const planOf = (...steps: PlannedStep[]): Plan => ({...withSteps(empty, steps), digest: randomUUID()})
  const shape = async (): Promise<string> =>
    String((await world.query('SHOW CREATE TABLE account'))[0]?.['Create Table'])
  const unfilled = async (): Promise<unknown> =>
    (await world.query('SELECT count(*) AS it FROM account WHERE NOT (total <=> length(email))'))[0]?.['it']
  /** Thread ids of sessions of ours. */
  const workers = async (): Promise<unknown[]> =>
    (
      await world.query(
        "SELECT is_used_lock(concat('sqlsafe:', database())) AS id FROM DUAL WHERE is_used_lock(concat('sqlsafe:', database())) IS NOT NULL"
      )
    ).map(({id}) => id)

  test('does all of it once, and says so the second time', async () => {
    const plan = planOf(addIndex, addColumn, fill)
    expect((await applyPlan(plan, world.url, {settings: small})).outcome).toEqual({status: 'done'})
    expect(await shape()).toMatch(/account_email_idx[\s\S]*/)
    expect(await unfilled()).toBe(0)
    const engine = await openEngine(world.url)
    expect((await engine.journal.finished(plan.digest))?.at).toEqual(expect.any(String))
    const [run] = (await engine.see()).runs
    await engine.close()
    expect(run?.steps.map(({rows, status, step}) => [step, status, rows])).toEqual([
      ['index', 'done', 0],
      ['column', 'done', 0],
      ['fill', 'done', 5000]
    ])
    const sent = await world.query("SELECT sent FROM sqlsafe.statement WHERE run = ? AND step = 'column' ORDER BY id", [
      run?.id ?? ''
    ])
    expect(sent.map((row) => row['sent'])).toEqual([
      'SHOW CREATE TABLE `account`',
      'ALTER TABLE account ADD COLUMN note int, ALGORITHM=INSTANT'
    ])
  })

  test('gives way where a lock is not to be had, names who is in the way, and leaves no queue', async () => {
    const reader = await world.connect()
    await reader.query('START TRANSACTION')
    await reader.query('SELECT 1 FROM account LIMIT 1')
    // Who is in the way is looked for four times a second.
    const settings = {lockTimeoutMs: 2000, lockRetries: 1}
    const retries: unknown[] = []
    const plan = planOf(addColumn)
    await expect(
      applyPlan(plan, world.url, {
        settings,
        onEvent(event) {
          if (event.type === 'retry') retries.push(event.blockers.map((blocker) => blocker.pid))
        }
      })
    ).rejects.toThrow(`process ${String(reader.threadId)}`)
    expect(retries).toEqual([[reader.threadId]])
    expect(
      await world.query(
        "SELECT * FROM information_schema.processlist WHERE state LIKE 'Waiting for table metadata%' AND db = database()"
      )
    ).toEqual([])
    await reader.query('ROLLBACK')
    expect((await applyPlan(plan, world.url, {settings})).outcome.status).toBe('done')
    expect(await shape()).toContain('`note`')
  })

  test('ends who is in the way only when told to', async () => {
    const reader = await world.connect()
    await reader.query('START TRANSACTION')
    await reader.query('SELECT 1 FROM account LIMIT 1')
    const {events, outcome} = await applyPlan(planOf(addColumn), world.url, {
      settings: {lockTimeoutMs: 1000, terminateBlockersAfterMs: 600}
    })
    expect(outcome.status).toBe('done')
    expect(events.filter(({type}) => type === 'say').map((event) => ('text' in event ? event.text : ''))).toEqual([
      expect.stringMatching(/^process \d+ stood in the way and was ended/)
    ])
    await expect(reader.query('SELECT 1')).rejects.toThrow()
  })

  test('tells the second apply who holds the run, and asks for a database', async () => {
    const [first, second] = [await openEngine(world.url), await openEngine(world.url)]
    await first.hold()
    await expect(second.hold()).rejects.toThrow(`session ${String(first.handshakePid)} (user root`)
    await first.close()
    await second.hold()
    await second.close()
    await expect(openEngine(url)).rejects.toThrow('without a database')
  })

  test('goes on where its connection is cut in any step', async () => {
    const plan = planOf(addIndex, addColumn, fill)
    const cutters: Array<Promise<unknown>> = []
    const cut = new Set<string>()
    const {events, outcome} = await applyPlan(plan, world.url, {
      settings: small,
      onEvent(event) {
        const when = event.type === 'step-begin' || (event.type === 'batch' && event.done === 1000)
        if (!when || cut.has(event.type + event.step)) return
        cut.add(event.type + event.step)
        cutters.push(workers().then(([id]) => world.kill(id)))
      }
    })
    await Promise.all(cutters)
    expect(outcome.status).toBe('done')
    expect(cut.size).toBe(4)
    expect(events.some((event) => event.type === 'say' && event.text.startsWith('the connection was lost'))).toBe(true)
    expect(await shape()).toContain('`note`')
    expect(await shape()).toContain('account_email_idx')
    expect(await unfilled()).toBe(0)
    const rows = await world.query(
      "SELECT s.touched FROM sqlsafe.step s JOIN sqlsafe.run r ON r.id = s.run WHERE r.target = database() AND s.step = 'fill'"
    )
    expect(rows).toEqual([{touched: 5000}])
  })

  test('knows after a crash whether a definition was changed', async () => {
    const plan = planOf(addColumn, fill)
    const engine = await openEngine(world.url)
    const run = randomUUID()
    await engine.journal.prepare()
    await engine.journal.begin({
      id: run,
      digest: plan.digest,
      status: 'running',
      passed: 0,
      plan,
      settings: {} as never,
      control: 'go'
    })
    // As a crash leaves it: begun, and no end seen.
    const step = engine.steps.find(({kind}) => kind === 'ddl')
    const looked = await engine.autocommit({lockTimeoutMs: 1000, statementTimeoutMs: null}, {}, (connection) =>
      Promise.resolve(step?.run(connection, addColumn.input, {before: null}, {} as never))
    )
    await engine.journal.save(
      run,
      {
        step: 'column',
        kind: 'ddl',
        position: 1,
        status: 'begun',
        state: looked?.state,
        stateVersion: 1,
        rows: 0,
        total: undefined
      },
      [],
      false
    )
    await engine.close()
    // It was: a second time it would fail.
    await world.query('ALTER TABLE account ADD COLUMN note int')
    await world.query("INSERT INTO account (id, email) VALUES (9000, 'later')")
    expect((await applyPlan(plan, world.url, {settings: small})).outcome.status).toBe('done')
    expect(await unfilled()).toBe(0)
  })

  test('takes no change of others for its own once its own was refused', async () => {
    const unique = stepOf('unique', 'ddl', {
      statement: 'ALTER TABLE account ADD UNIQUE INDEX names (name), ALGORITHM=INPLACE, LOCK=NONE',
      tables: [account]
    })
    const plan = planOf(unique)
    await expect(applyPlan(plan, world.url)).rejects.toThrow('Duplicate entry')
    await world.query('ALTER TABLE account ADD INDEX helper (name)')
    await world.query('UPDATE account SET name = id')
    expect((await applyPlan(plan, world.url)).outcome.status).toBe('done')
    expect(await shape()).toContain('UNIQUE KEY `names` (`name`)')
  })

  test('takes no change of others for its own where it was stopped before its own', async () => {
    const plan = planOf(addIndex)
    const stop = new AbortController()
    const first = await applyPlan(plan, world.url, {
      afterBatch: stop.signal,
      onEvent({type}) {
        if (type === 'batch') stop.abort()
      }
    })
    expect(first.outcome.status).toBe('stopped')
    await world.query('ALTER TABLE account ADD COLUMN note int')
    expect((await applyPlan(plan, world.url)).outcome.status).toBe('done')
    expect(await shape()).toContain('account_email_idx')
  })

  test('leaves to a person what nobody can see', async () => {
    const plan = planOf(stepOf('user', 'ddl', {statement: 'DROP VIEW IF EXISTS nothing', tables: []}))
    const engine = await openEngine(world.url)
    const run = randomUUID()
    await engine.journal.prepare()
    await engine.journal.begin({
      id: run,
      digest: plan.digest,
      status: 'running',
      passed: 0,
      plan,
      settings: {} as never,
      control: 'go'
    })
    await engine.journal.save(
      run,
      {
        step: 'user',
        kind: 'ddl',
        position: 1,
        status: 'begun',
        state: {before: []},
        stateVersion: 1,
        rows: 0,
        total: undefined
      },
      [],
      false
    )
    await expect(applyPlan(plan, world.url)).rejects.toThrow('expected to see whether')
    await engine.journal.decide(run, 'user', 'done')
    await engine.close()
    expect((await applyPlan(plan, world.url)).outcome.status).toBe('done')
  })

  test('keeps the batches before one that fails, and goes on when that is mended', async () => {
    await world.query('CREATE TABLE divisor AS SELECT 0 AS d')
    const failing = stepOf('fill', 'batch', {
      table: account,
      verb: 'update',
      set: "total = IF(target.id = 2500 AND (SELECT d FROM divisor) = 0, 'no number', length(target.email))",
      where: 'target.total IS NULL',
      idempotent: true
    })
    const plan = planOf(failing)
    await expect(applyPlan(plan, world.url, {settings: small})).rejects.toThrow('ncorrect')
    expect((await world.query('SELECT count(*) AS it FROM account WHERE total IS NULL'))[0]).toEqual({it: 2600})
    await world.query('UPDATE divisor SET d = 1')
    expect((await applyPlan(plan, world.url, {settings: small})).outcome.status).toBe('done')
    expect(await unfilled()).toBe(0)
  })

  test('stops after a batch, and goes on from its key', async () => {
    const plan = planOf(fill)
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
    expect(second.events.filter(({type}) => type === 'batch')).toHaveLength(47)
    expect(await unfilled()).toBe(0)
  })

  test('carries the settings of a migration, for its own step only, and no password', async () => {
    const secret = `sqlsafe_secret_${String(process.pid)}`
    const lenient = stepOf('lenient', 'transaction', {
      statements: ["INSERT INTO account (id, email) VALUES (7000, repeat('x', 60))"],
      statementTimeoutMs: null
    })
    const user = stepOf('user', 'ddl', {statement: `CREATE USER ${secret} IDENTIFIED BY 'hunter2'`, tables: []})
    const strict = stepOf('strict', 'transaction', {
      statements: ["INSERT INTO account (id, email) VALUES (7001, repeat('x', 60))"],
      statementTimeoutMs: null
    })
    try {
      const plan = planOf(
        {...lenient, settings: {sql_mode: 'NO_ENGINE_SUBSTITUTION', foreign_key_checks: '0'}},
        user,
        strict
      )
      const events: unknown[] = []
      await expect(applyPlan(plan, world.url, {onEvent: (event) => events.push(event)})).rejects.toThrow('too long')
      expect(await world.query('SELECT id, length(email) AS it FROM account WHERE id >= 7000')).toEqual([
        {id: 7000, it: 50}
      ])
      expect(JSON.stringify(events)).not.toContain('hunter2')
      const kept = await world.query(
        'SELECT plan AS text FROM sqlsafe.run WHERE target = database() UNION ALL SELECT sent FROM sqlsafe.statement s JOIN sqlsafe.run r ON r.id = s.run WHERE r.target = database()'
      )
      expect(JSON.stringify(kept)).not.toContain('hunter2')
      expect(kept).not.toHaveLength(0)
    } finally {
      await world.query(`DROP USER IF EXISTS ${secret}`)
    }
  })

  test('ends a statement that takes longer than it may, and nothing after it', async () => {
    const engine = await openEngine(world.url)
    const limits = {lockTimeoutMs: 1000, statementTimeoutMs: 200}
    await expect(
      engine.autocommit(limits, {}, (connection) =>
        connection.execute('UPDATE account SET name = sleep(1) WHERE id < 9')
      )
    ).rejects.toThrow('longer than 200 ms')
    const patient = {...limits, statementTimeoutMs: 60_000}
    expect(await engine.autocommit(patient, {}, (connection) => connection.query('SELECT sleep(0.3) AS it'))).toEqual([
      {it: '0'}
    ])
    await engine.close()
  })
})

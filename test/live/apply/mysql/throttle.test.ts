import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import type {MysqlConnection} from '../../../../src/apply/mysql/connect.js'
import {openMysql} from '../../../../src/apply/mysql/engine.js'
import {checks} from '../../../../src/apply/mysql/preflight.generated.js'
import {createReach} from '../../../../src/apply/mysql/reach.js'
import type {Reached} from '../../../../src/apply/mysql/reach.js'
import {throttles} from '../../../../src/apply/mysql/throttle.generated.js'
import type {ApplyEvent} from '../../../../src/apply/events.js'
import {begin} from '../../../../src/apply/run/apply.js'
import {defaultSettings} from '../../../../src/apply/settings.js'
import type {ApplySettings} from '../../../../src/apply/settings.js'
import {createThrottles} from '../../../../src/apply/throttle.js'
import type {Plan} from '../../../../src/plan/plan.js'
import {until} from '../own-server.js'
import {kinds, startServer} from './own-server.js'
import type {OwnServer} from './own-server.js'

const replication = {
  mysql: {
    halt: 'STOP REPLICA',
    stop: 'STOP REPLICA SQL_THREAD',
    start: 'START REPLICA',
    delay: 'CHANGE REPLICATION SOURCE TO SOURCE_DELAY = '
  },
  mariadb: {
    halt: 'STOP SLAVE',
    stop: 'STOP SLAVE SQL_THREAD',
    start: 'START SLAVE',
    delay: 'CHANGE MASTER TO MASTER_DELAY = '
  }
} as const

describe.each(['MySQL 9.7', 'MariaDB 10.11'] as const)('%s', (kind) => {
  const {dialect} = kinds[kind]
  const words = replication[dialect]
  let source: OwnServer
  let replica: OwnServer
  let connection: MysqlConnection
  let onReplica: MysqlConnection
  let reached: Reached

  beforeAll(async () => {
    // Else InnoDB shortens its list after each 128th purge only.
    source = await startServer({kind, options: ['--loose-innodb-purge-rseg-truncate-frequency=1']})
    const admin = await source.connect()
    await admin.execute('CREATE DATABASE shop')
    connection = await source.connect({database: 'shop'})
    await connection.execute('CREATE TABLE items (id int PRIMARY KEY, n int)')
    const values = Array.from({length: 200}, (_each, index) => `(${String(index)}, 0)`)
    await connection.execute(`INSERT INTO items VALUES ${values.join(', ')}`)
    replica = await startServer({kind, replicaOf: source.port, options: ['--read-only=1']})
    onReplica = await replica.connect()
    reached = createReach(source.url)
    await until(
      () => asking('replica-lag')(),
      (reason) => reason === undefined
    )
    await until(
      () => onReplica.query(`SELECT count(*) AS number FROM shop.items`).catch(() => []),
      ([row]) => row?.['number'] === '200'
    )
  })

  afterAll(async () => {
    await reached.close()
    await replica.close()
    await source.close()
  })

  /** What one throttle says, with what it remembers. */
  function asking(name: string, settings: Partial<ApplySettings> = {}) {
    const ask = createThrottles(throttles.filter((throttle) => throttle.name === name))
    return (changed: Partial<ApplySettings> = {}): Promise<string | undefined> =>
      ask({connection, settings: {...defaultSettings, ...settings, ...changed}, tables: [], reach: reached.reach})
  }

  const name = (): string => `127.0.0.1:${String(replica.port)}`
  const isFree = (reason: string | undefined): boolean => reason === undefined

  test('a replica that stands still makes batches wait, until it has caught up', async () => {
    const ask = asking('replica-lag')
    await expect(until(ask, isFree)).resolves.toBeUndefined()
    await onReplica.execute(words.stop)
    try {
      await expect(ask()).resolves.toMatch(
        new RegExp(`^replica \`${name()}\` does not replicate from 127.0.0.1:${String(source.port)}`)
      )
      await expect(ask({ignoreStandbys: [name()]})).resolves.toBeUndefined()
    } finally {
      await onReplica.execute(words.start)
    }
    await expect(until(ask, isFree)).resolves.toBeUndefined()
  })

  test('a replica that is late on purpose lags by what it shows, until what was written is there', async () => {
    const ask = asking('replica-lag', {maxLagSeconds: 1})
    await onReplica.execute(words.halt)
    await onReplica.execute(`${words.delay}3`)
    await onReplica.execute(words.start)
    try {
      const late = new RegExp(
        `^replica \`${name()}\` (?:is \\d+ s behind|shows none of what is new since \\d+ s), allowed are 1 s$`
      )
      // Threads that were started a moment ago may not be running yet.
      await expect(until(ask, (reason) => late.test(reason ?? ''))).resolves.toMatch(late)
    } finally {
      await onReplica.execute(words.halt)
      await onReplica.execute(`${words.delay}0`)
      await onReplica.execute(words.start)
    }
    await expect(until(ask, isFree)).resolves.toBeUndefined()
  })

  test('an account that may see no threads on the replica is answered by the heartbeat', async () => {
    await connection.execute(`CREATE USER plain@'%'`)
    await connection.execute(`GRANT SELECT ON sqlsafe.* TO plain@'%'`)
    const url = `mysql://plain@127.0.0.1:${String(replica.port)}/`
    const ask = asking('replica-lag', {maxLagSeconds: 1, replicas: [url]})
    try {
      await expect(until(ask, isFree)).resolves.toBeUndefined()
      await onReplica.execute(words.stop)
      await expect(until(ask, (reason) => reason !== undefined)).resolves.toMatch(
        new RegExp(`^replica \`${name()}\` shows none of what is new since \\d+ s, allowed are 1 s$`)
      )
    } finally {
      await onReplica.execute(words.start)
      await connection.execute(`DROP USER plain@'%'`)
    }
  })

  test('what cannot be asked makes batches wait', async () => {
    const closed = 'mysql://root:secret@127.0.0.1:1/'
    const ask = asking('replica-lag')
    await expect(ask({replicas: [closed]})).resolves.toBe(
      'replica `127.0.0.1:1` cannot be asked: connect ECONNREFUSED 127.0.0.1:1 (`sqlsafe throttle ignore-standbys=127.0.0.1:1` waits for it no longer)'
    )
    await expect(asking('replica-lag')({replicas: [source.url]})).resolves.toContain('it is the source itself')
    await connection.execute(`CREATE USER plain@'%'`)
    const plain = await source.connect({user: 'plain'})
    const blind = createThrottles(throttles.filter((throttle) => throttle.name === 'replica-lag'))
    await expect(
      blind({connection: plain, settings: defaultSettings, tables: [], reach: reached.reach})
    ).resolves.toMatch(/^which replicas there are is hidden from this account: `GRANT REPLICATION SLAVE`/)
    await connection.execute(`DROP USER plain@'%'`)
  })

  test('the check says which replicas are waited for', async () => {
    const check = checks.find((each) => each.name === 'replicas')
    const steps = [
      {
        ...{id: '1-batch', kind: 'batch' as const, title: 'a step', settings: {}, sql: [], locks: [], undo: []},
        input: {table: {schema: '', name: 'items'}, verb: 'update' as const, set: 'n = 1', idempotent: false},
        source: {file: 0, line: 1}
      }
    ]
    const plan = planOf(steps)
    const found = await check?.check({
      ...{connection, plan, settings: defaultSettings, serverMajor: 9, steps, tables: [], fresh: true},
      ...{beside: (work) => work(), handshakePid: undefined, reach: reached.reach}
    })
    expect(found).toEqual([
      {severity: 'note', text: `Batches wait for the replicas \`${name()}\` when these lag behind`}
    ])
  })

  function planOf(steps: Plan['phases'][number]['steps']): Plan {
    return {
      ...{version: 1, dialect, serverVersion: kind.replace(/^\w+ /, ''), sources: [], assumes: [], remarks: []},
      ...{phases: [{kind: 'backfill', steps}], digest: 'digest'}
    }
  }

  test('batches wait for a replica that stands still, and go on; URLs are kept nowhere', async () => {
    const engine = await openMysql(`${source.url}shop`)
    const events: ApplyEvent[] = []
    const never = new AbortController().signal
    const settings = {...defaultSettings, batchRows: 20, maxBatchRows: 20, maxRate: 60, replicas: [replica.url]}
    const plan = planOf([
      {
        ...{id: '1-batch', kind: 'batch', title: 'a step', settings: {}, sql: [], undo: [], source: {file: 0, line: 1}},
        input: {table: {schema: '', name: 'items'}, verb: 'update', set: 'n = n + 1', idempotent: false},
        locks: [{relation: 'items', lock: 'NONE', long: false}]
      }
    ])
    await onReplica.execute(words.stop)
    try {
      await engine.hold()
      const running = begin(
        plan,
        engine,
        {run: undefined, finishedAt: undefined, left: [], findings: []},
        {
          settings,
          stop: {afterBatch: never, now: never},
          deployed: false,
          onEvent: (event) => events.push(event)
        }
      )
      await until(
        () => Promise.resolve(events.find(({type}) => type === 'throttled')),
        (event) => event !== undefined
      )
      const [before] = await connection.query('SELECT sum(n) AS changed FROM items')
      expect(before).toEqual({changed: '0'})
      await onReplica.execute(words.start)
      await expect(running).resolves.toEqual({status: 'done'})
      const [after] = await connection.query('SELECT sum(n) AS changed FROM items')
      expect(after).toEqual({changed: '200'})
      const reasons = events.flatMap((event) => (event.type === 'throttled' ? [event.reason] : []))
      expect(reasons).toContainEqual(expect.stringContaining('does not replicate'))
      const [journaled] = await connection.query('SELECT settings FROM sqlsafe.run')
      expect(JSON.parse(journaled?.['settings'] ?? '')).not.toHaveProperty('replicas')
    } finally {
      await onReplica.execute(words.start)
      await engine.close()
    }
  })

  test('active sessions', async () => {
    const busy = await Promise.all(Array.from({length: 5}, () => source.connect()))
    const ask = asking('active-sessions')
    const sleeping = busy.map((each) => each.query('SELECT sleep(3600)').catch((error: unknown) => String(error)))
    await expect(
      until(
        () => ask({maxActiveSessions: 4}),
        (reason) => reason !== undefined
      )
    ).resolves.toMatch(/^\d+ sessions are active, allowed are 4$/)
    // The server's own come and go: it is asked until nothing has come in between.
    const isExact = async (): Promise<boolean> => {
      const [row] = await connection.query("SHOW GLOBAL STATUS LIKE 'Threads_running'")
      const others = String(Number(row?.['Value']) - 1)
      return (await ask({maxActiveSessions: 4})) === `${others} sessions are active, allowed are 4`
    }
    await expect(until(isExact, Boolean)).resolves.toBe(true)
    await expect(ask({maxActiveSessions: 1000})).resolves.toBeUndefined()
    await expect(ask()).resolves.toBeUndefined()
    for (const {pid} of busy) await connection.execute(`KILL ${String(pid)}`)
    await Promise.all(sleeping)
    await expect(until(() => ask({maxActiveSessions: 4}), isFree)).resolves.toBeUndefined()
  })

  test('the history list, while somebody reads old rows', async () => {
    const ask = asking('history-length', {maxHistoryLength: 20})
    await expect(until(ask, isFree)).resolves.toBeUndefined()
    const reader = await source.connect({database: 'shop'})
    await reader.execute('START TRANSACTION WITH CONSISTENT SNAPSHOT')
    await reader.query('SELECT count(*) FROM items')
    for (let index = 0; index < 30; index++) await connection.execute('UPDATE items SET n = n + 1 WHERE id < 3')
    await expect(until(ask, (reason) => reason !== undefined)).resolves.toMatch(
      /^the history list is \d+ long, allowed are 20$/
    )
    await expect(asking('history-length')()).resolves.toBeUndefined()
    await reader.execute('ROLLBACK')
    await expect(until(ask, isFree)).resolves.toBeUndefined()
  })

  test('a query of the user, and times of day', async () => {
    const ask = asking('query')
    await expect(ask({throttleQuery: 'SELECT 1 = 0'})).resolves.toBeUndefined()
    await expect(ask({throttleQuery: 'SELECT 1 = 1'})).resolves.toBe('the throttle query gave 1')
    await expect(ask({throttleQuery: 'SELECT NULL'})).resolves.toBe('the throttle query gave no value')
    await expect(ask({throttleQuery: 'SELECT nothing'})).resolves.toMatch(
      /^the throttle `query` cannot be asked: Unknown column 'nothing'/
    )
    const [row] = await connection.query(
      `SELECT date_format(utc_timestamp() - INTERVAL 1 HOUR, '%H:%i') AS \`before\`,
         date_format(utc_timestamp() + INTERVAL 1 HOUR, '%H:%i') AS \`after\`,
         date_format(utc_timestamp() + INTERVAL 2 HOUR, '%H:%i') AS later`
    )
    const window = asking('windows')
    await expect(window({windows: [`${row?.['before'] ?? ''}-${row?.['after'] ?? ''}`]})).resolves.toBeUndefined()
    await expect(window({windows: [`${row?.['after'] ?? ''}-${row?.['later'] ?? ''}`]})).resolves.toMatch(
      /^\d\d:\d\d UTC is outside/
    )
  })

  test('a lost connection to the source is thrown, not waited for', async () => {
    const other = await source.connect()
    await connection.execute(`KILL ${String(other.pid)}`)
    const ask = createThrottles(throttles.filter((throttle) => throttle.name === 'replica-lag'))
    await expect(
      ask({connection: other, settings: defaultSettings, tables: [], reach: reached.reach})
    ).rejects.toThrow()
  })

  test('a replica that vanished makes batches wait until it is ignored', async () => {
    const ask = asking('replica-lag')
    await expect(until(ask, isFree)).resolves.toBeUndefined()
    await replica.kill()
    await expect(until(ask, (reason) => reason !== undefined)).resolves.toMatch(
      new RegExp(
        `^replica \`${name()}\` (?:is gone|cannot be asked: .*) \\(\`sqlsafe throttle ignore-standbys=${name()}\` waits for it no longer\\)$`
      )
    )
    await expect(ask({ignoreStandbys: [name()]})).resolves.toBeUndefined()
  })
})

import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import type {PostgresConnection} from '../../../src/apply/postgres/connect.js'
import {throttles} from '../../../src/apply/postgres/throttle.generated.js'
import {defaultSettings} from '../../../src/apply/settings.js'
import type {ApplySettings} from '../../../src/apply/settings.js'
import {createThrottles} from '../../../src/apply/throttle.js'
import {startServer, until} from './own-server.js'
import type {OwnServer} from './own-server.js'

const items = {schema: 'public', name: 'items'}

/** What one throttle says, with what it remembers. */
function asking(name: string, connection: PostgresConnection, settings: Partial<ApplySettings> = {}) {
  const ask = createThrottles(throttles.filter((throttle) => throttle.name === name))
  return (changed: Partial<ApplySettings> = {}): Promise<string | undefined> =>
    ask({connection, settings: {...defaultSettings, ...settings, ...changed}, tables: [items]})
}

describe.each([14, 18] as const)('PostgreSQL %d', (version) => {
  let primary: OwnServer
  let connection: PostgresConnection

  beforeAll(async () => {
    // What it does takes transactions, too, whose numbers are counted here.
    primary = await startServer({version, options: ['-c', 'autovacuum=off']})
    connection = await primary.connect({application: 'sqlsafe watch'})
    // WAL that is not written yet is behind nowhere.
    await connection.execute('SET synchronous_commit = on')
    await connection.execute('CREATE TABLE items (id int PRIMARY KEY, n int)')
    await connection.execute('INSERT INTO items SELECT i, 0 FROM generate_series(1, 1000) i')
    await connection.execute('CREATE ROLE plain LOGIN')
  })

  afterAll(() => primary.close())

  /** About 200 kB of WAL. */
  async function write(): Promise<void> {
    await connection.execute('UPDATE items SET n = n + 1')
  }

  test('a standby that stands still makes batches wait, until it has caught up', async () => {
    const standby = await startServer({version, replicaOf: primary.port})
    try {
      const onStandby = await standby.connect()
      const ask = asking('standby-lag', connection)
      await expect(until(ask, (reason) => reason === undefined)).resolves.toBeUndefined()

      await onStandby.execute('SELECT pg_wal_replay_pause()')
      await until(
        () => onStandby.query(`SELECT pg_get_wal_replay_pause_state() AS state`),
        ([row]) => row?.['state'] === 'paused'
      )
      await write()
      await expect(ask({maxLagBytes: 50_000})).resolves.toMatch(
        /^standby `standby_\d+` is [\d.]+ kB behind, allowed are 50 kB$/
      )
      await expect(ask()).resolves.toBeUndefined()
      await expect(
        until(
          () => ask({maxLagSeconds: 1}),
          (reason) => reason !== undefined
        )
      ).resolves.toMatch(/^standby `standby_\d+` is \d+ s behind, allowed are 1 s$/)
      await expect(
        ask({maxLagSeconds: 1, ignoreStandbys: [`standby_${String(standby.port)}`]})
      ).resolves.toBeUndefined()

      await onStandby.execute('SELECT pg_wal_replay_resume()')
      await expect(
        until(
          () => ask({maxLagBytes: 50_000, maxLagSeconds: 1}),
          (reason) => reason === undefined
        )
      ).resolves.toBeUndefined()
    } finally {
      await standby.close()
    }
  })

  test('a standby that replays late by its own setting lags', async () => {
    const standby = await startServer({
      version,
      replicaOf: primary.port,
      options: ['-c', 'recovery_min_apply_delay=1h']
    })
    try {
      const ask = asking('standby-lag', connection, {maxLagSeconds: 1})
      await until(
        () => connection.query(`SELECT FROM pg_stat_replication WHERE state = 'streaming'`),
        (rows) => rows.length === 1
      )
      await ask()
      await write()
      await expect(until(ask, (reason) => reason !== undefined)).resolves.toMatch(/is \d+ s behind, allowed are 1 s$/)
    } finally {
      await standby.close()
    }
  })

  test('a standby that vanished makes batches wait until it is ignored, and its slot too', async () => {
    await connection.execute(`SELECT pg_create_physical_replication_slot('away', true)`)
    const standby = await startServer({version, replicaOf: primary.port, options: ['-c', 'primary_slot_name=away']})
    const ask = asking('standby-lag', connection)
    const name = `standby_${String(standby.port)}`
    try {
      await expect(until(ask, (reason) => reason === undefined)).resolves.toBeUndefined()
      await expect(asking('inactive-slots', connection, {maxLagBytes: 1000})()).resolves.toBeUndefined()
    } finally {
      await standby.close()
    }
    await expect(until(ask, (reason) => reason !== undefined)).resolves.toBe(
      `standby \`${name}\` is gone (\`sqlsafe throttle ignore-standbys=${name}\` waits for it no longer)`
    )
    await expect(ask()).resolves.toContain('is gone')
    await expect(ask({ignoreStandbys: [name]})).resolves.toBeUndefined()

    await write()
    const slots = asking('inactive-slots', connection, {maxLagBytes: 1000})
    await expect(until(slots, (reason) => reason !== undefined)).resolves.toMatch(
      /^slot `away`, which nobody reads, keeps [\d.]+ [kM]B of WAL, allowed are 1 kB \(`sqlsafe throttle ignore-standbys=away` waits/
    )
    await expect(slots({ignoreStandbys: ['away']})).resolves.toBeUndefined()
    await connection.execute(`SELECT pg_drop_replication_slot('away')`)
    await expect(slots()).resolves.toBeUndefined()
  })

  test('what a role may not see makes batches wait', async () => {
    const plain = await primary.connect({user: 'plain', application: 'sqlsafe watch'})
    const standby = await startServer({version, replicaOf: primary.port})
    try {
      await until(
        () => connection.query(`SELECT FROM pg_stat_replication WHERE state = 'streaming'`),
        (rows) => rows.length === 1
      )
      await primary.connect()
      const hidden = /hidden from this role: `GRANT pg_read_all_stats`$/
      await expect(asking('standby-lag', plain)()).resolves.toMatch(hidden)
      await expect(asking('active-sessions', plain, {maxActiveSessions: 1})()).resolves.toMatch(hidden)
      await expect(asking('oldest-transaction', plain, {maxXminAge: 1})()).resolves.toMatch(hidden)
      await connection.execute('GRANT pg_read_all_stats TO plain')
      await expect(until(asking('standby-lag', plain), (reason) => reason === undefined)).resolves.toBeUndefined()
      await expect(asking('active-sessions', plain, {maxActiveSessions: 100})()).resolves.toBeUndefined()
      await expect(asking('oldest-transaction', plain, {maxXminAge: 1000})()).resolves.toBeUndefined()
    } finally {
      await standby.close()
    }
  })

  test('active sessions', async () => {
    const busy = await primary.connect()
    const [row] = await busy.query('SELECT pg_backend_pid() AS pid')
    const ask = asking('active-sessions', connection)
    const sleeping = busy.execute('SELECT pg_sleep(60)').catch((error: unknown) => String(error))
    await expect(
      until(
        () => ask({maxActiveSessions: 0}),
        (reason) => reason !== undefined
      )
    ).resolves.toBe('1 session is active, allowed are 0')
    await expect(ask({maxActiveSessions: 1})).resolves.toBeUndefined()
    await expect(ask()).resolves.toBeUndefined()
    await connection.execute(`SELECT pg_cancel_backend($1)`, [row?.['pid'] ?? ''])
    await expect(sleeping).resolves.toContain('canceling statement')
    await expect(
      until(
        () => ask({maxActiveSessions: 0}),
        (reason) => reason === undefined
      )
    ).resolves.toBeUndefined()
  })

  test('the oldest transaction, in a session, and prepared', async () => {
    const ask = asking('oldest-transaction', connection, {maxXminAge: 2})
    await expect(ask()).resolves.toBeUndefined()
    const reader = await primary.connect()
    await reader.execute('BEGIN ISOLATION LEVEL REPEATABLE READ')
    const [row] = await reader.query('SELECT pg_backend_pid() AS pid')
    await write()
    await expect(ask()).resolves.toBeUndefined()
    await write()
    await write()
    await expect(ask()).resolves.toBe(
      `the transaction of process ${row?.['pid'] ?? ''} is 3 transactions old, allowed are 2`
    )
    await reader.execute('INSERT INTO items VALUES (0)')
    await reader.execute(`PREPARE TRANSACTION 'late'`)
    await write()
    await write()
    await expect(ask()).resolves.toMatch(/^prepared transaction 'late' is 3 transactions old, allowed are 2$/)
    await reader.execute(`ROLLBACK PREPARED 'late'`)
    await expect(ask()).resolves.toBeUndefined()
  })

  test('a vacuum keeps nothing from another one', async () => {
    await connection.execute('CREATE TABLE wide AS SELECT generate_series(1, 50000) AS n')
    const sweeper = await primary.connect()
    await sweeper.execute(`SELECT set_config('vacuum_cost_delay', '100ms', false), set_config('vacuum_cost_limit', '1', false),
      set_config('vacuum_cost_page_hit', '10000', false), set_config('vacuum_cost_page_dirty', '10000', false)`)
    const swept = sweeper.execute('VACUUM wide').catch(() => undefined)
    const sweeping = (): Promise<Array<Record<string, string | null>>> =>
      connection.query(
        'SELECT pid FROM pg_stat_activity JOIN pg_stat_progress_vacuum USING (pid) WHERE backend_xmin IS NOT NULL'
      )
    const [row] = await until(sweeping, (rows) => rows.length === 1)
    for (let writes = 0; writes < 4; writes++) await write()
    await expect(asking('oldest-transaction', connection, {maxXminAge: 2})()).resolves.toBeUndefined()
    await expect(sweeping()).resolves.toHaveLength(1)
    await connection.query('SELECT pg_terminate_backend($1)', [row?.['pid'] ?? ''])
    await swept
  })

  test('dead rows of the table', async () => {
    await connection.execute('ALTER TABLE items SET (autovacuum_enabled = false)')
    const ask = asking('dead-rows', connection, {maxDeadRows: 500})
    // Counters come late: what was written before may be counted after.
    const vacuumed = async (): Promise<string | undefined> => {
      await connection.execute('VACUUM items')
      return ask()
    }
    await expect(until(vacuumed, (reason) => reason === undefined)).resolves.toBeUndefined()
    const writer = await primary.connect()
    await writer.execute('UPDATE items SET n = n + 1')
    await writer.end()
    await expect(until(ask, (reason) => reason !== undefined)).resolves.toMatch(
      /^`items` has \d+ dead rows, allowed are 500$/
    )
    await expect(until(vacuumed, (reason) => reason === undefined)).resolves.toBeUndefined()
  })

  test('a query of the user: what is no clear no makes batches wait', async () => {
    const ask = asking('query', connection)
    await expect(ask()).resolves.toBeUndefined()
    for (const free of ['SELECT false', 'SELECT 0', 'SELECT -1.5', `SELECT 'f'`]) {
      await expect(ask({throttleQuery: free})).resolves.toBeUndefined()
    }
    await expect(ask({throttleQuery: 'SELECT true'})).resolves.toBe('the throttle query gave t')
    await expect(ask({throttleQuery: 'SELECT 0.5'})).resolves.toBe('the throttle query gave 0.5')
    await expect(ask({throttleQuery: `SELECT 'busy'`})).resolves.toBe('the throttle query gave busy')
    await expect(ask({throttleQuery: `SELECT ''`})).resolves.toBe('the throttle query gave an empty text')
    await expect(ask({throttleQuery: 'SELECT NULL'})).resolves.toBe('the throttle query gave no value')
    await expect(ask({throttleQuery: 'SELECT WHERE false'})).resolves.toBe('the throttle query gave no value')
    await expect(ask({throttleQuery: 'SELECT nothing'})).resolves.toBe(
      'the throttle `query` cannot be asked: column "nothing" does not exist'
    )
  })

  test('times of day', async () => {
    const [row] = await connection.query(
      `SELECT to_char(now() AT TIME ZONE 'UTC' - interval '1h', 'HH24:MI') AS before,
         to_char(now() AT TIME ZONE 'UTC' + interval '1h', 'HH24:MI') AS after,
         to_char(now() AT TIME ZONE 'UTC' + interval '2h', 'HH24:MI') AS later`
    )
    const [before, after, later] = [row?.['before'] ?? '', row?.['after'] ?? '', row?.['later'] ?? '']
    const ask = asking('windows', connection)
    await expect(ask()).resolves.toBeUndefined()
    await expect(ask({windows: [`${before}-${after}`]})).resolves.toBeUndefined()
    await expect(ask({windows: [`${after}-${later}`, `${before}-${after}`]})).resolves.toBeUndefined()
    await expect(ask({windows: [`${after}-${later}`]})).resolves.toMatch(
      new RegExp(`^\\d\\d:\\d\\d UTC is outside ${after}-${later}$`)
    )
  })

  test('a lost connection is thrown, not waited for', async () => {
    const other = await primary.connect()
    const [row] = await other.query('SELECT pg_backend_pid() AS pid')
    await connection.execute('SELECT pg_terminate_backend($1)', [row?.['pid'] ?? ''])
    await expect(asking('standby-lag', other)()).rejects.toThrow()
  })
})

/** Readers on a standby, and subscriptions, of whom the table does not know: why the preflight warns, or refuses. */
import pg from 'pg'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {startServer, until} from '../own-server.js'
import type {OwnServer} from '../own-server.js'
import {applyPlan, createWorld} from '../world.js'
import {ofAccount, shadowPlan} from './steps.js'

describe.each([14, 18] as const)('on PostgreSQL %d', (version) => {
  let primary: OwnServer
  let standby: OwnServer

  beforeAll(async () => {
    primary = await startServer({version, options: ['-c', 'wal_level=logical']})
    // Else what is pruned on the primary would end the reader: https://www.postgresql.org/docs/current/hot-standby.html#HOT-STANDBY-CONFLICT
    const options = ['-c', 'hot_standby_feedback=on', '-c', 'wal_receiver_status_interval=1']
    standby = await startServer({version, replicaOf: primary.port, options})
  })
  afterAll(async () => {
    await standby.close()
    await primary.close()
  })

  it('a transaction that keeps to its snapshot on a standby sees the new table without rows', async () => {
    const world = await createWorld(primary.url, [
      'CREATE TABLE account (id integer PRIMARY KEY, name text)',
      "INSERT INTO account SELECT i, 'n' || i FROM generate_series(1, 5) AS i"
    ])
    const url = new URL(standby.url)
    url.pathname = new URL(world.url).pathname
    const arrived = async (): Promise<string> => {
      const [row] = await world.query('SELECT pg_current_wal_lsn()::text AS it')
      return String(row?.['it'])
    }
    const asked = await standby.connect()
    const untilThere = async (lsn: string): Promise<void> => {
      const isThere = `SELECT pg_last_wal_replay_lsn() >= '${lsn}'::pg_lsn AS it`
      expect(
        await until(
          () => asked.query(isThere),
          ([row]) => row?.['it'] === 't'
        )
      ).toEqual([{it: 't'}])
    }
    await untilThere(await arrived())
    const known = 'SELECT bool_and(backend_xmin IS NOT NULL)::text AS it FROM pg_stat_replication'
    await until(
      () => world.query(known),
      ([row]) => row?.['it'] === 'true'
    )
    const [keeping, fresh] = [new pg.Client(url.href), new pg.Client(url.href)]
    await Promise.all([keeping.connect(), fresh.connect()])
    try {
      await keeping.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
      await keeping.query('SELECT 1')
      await applyPlan(await shadowPlan(world, ofAccount()), world.url)
      await untilThere(await arrived())
      const count = 'SELECT count(*)::int AS it FROM account'
      expect([(await keeping.query(count)).rows, (await fresh.query(count)).rows]).toEqual([[{it: 0}], [{it: 5}]])
    } finally {
      await Promise.all([keeping.end(), fresh.end()])
      await world.remove()
    }
  })

  it('a subscription drops what comes for a table that has taken the place of its own', async () => {
    const tables = ['CREATE TABLE account (id integer PRIMARY KEY)', 'CREATE TABLE arrived (id integer PRIMARY KEY)']
    const [source, target] = [
      await createWorld(primary.url, [...tables, 'CREATE PUBLICATION p FOR TABLE account, arrived']),
      await createWorld(primary.url, tables)
    ]
    const write = async (id: number): Promise<void> => {
      for (const table of ['account', 'arrived']) await source.query(`INSERT INTO ${table} VALUES ($1)`, [id])
      await until(
        () => target.query('SELECT FROM arrived WHERE id = $1', [id]),
        (rows) => rows.length > 0
      )
    }
    const seen = (): Promise<unknown> => target.query('SELECT id FROM account')
    try {
      await source.query("SELECT pg_create_logical_replication_slot('own', 'pgoutput')")
      const from = `host=127.0.0.1 port=${String(primary.port)} user=postgres dbname=${new URL(source.url).pathname.slice(1)}`
      await target.query(
        `CREATE SUBSCRIPTION s CONNECTION '${from}' PUBLICATION p WITH (create_slot = false, slot_name = 'own', copy_data = false)`
      )
      await expect(applyPlan(await shadowPlan(target, ofAccount()), target.url)).rejects.toThrow(
        'subscription s brings rows to it, which would go nowhere'
      )
      // What a swap does. A worker that has applied rows before goes by what it knows, until it begins anew.
      await target.query(
        'CREATE SCHEMA old; ALTER TABLE account SET SCHEMA old; CREATE TABLE account (LIKE old.account)'
      )
      await write(1)
      expect([await seen(), await target.query('TABLE old.account')]).toEqual([[], []])
      await target.query('DROP TABLE account; ALTER TABLE old.account SET SCHEMA public')
      await write(2)
      expect(await seen()).toEqual([{id: 2}])
    } finally {
      await target.query('DROP SUBSCRIPTION IF EXISTS s')
      await target.remove()
      await source.remove()
    }
  })
})

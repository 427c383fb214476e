/** What batches keep others waiting for. */
import {expect, it} from 'vitest'
import {digestOf} from '../../../src/plan/digest.js'
import {until} from './own-server.js'
import {applyPlan, createWorld, servers, withSteps} from './world.js'

it.each(servers)('locks no row while it counts what is left, on PostgreSQL $version', async ({url}) => {
  const world = await createWorld(url, [
    'CREATE TABLE item (id integer PRIMARY KEY, value integer)',
    'INSERT INTO item SELECT generate_series(1, 25)',
    // Stands for the time that a big table takes to be read: only the count sees no row to be done.
    'CREATE TABLE gate ()',
    `CREATE FUNCTION is_open(value integer) RETURNS boolean LANGUAGE plpgsql AS $$
     BEGIN
       WHILE value IS NOT NULL AND NOT EXISTS (SELECT FROM gate) LOOP PERFORM pg_sleep(0.02); END LOOP;
       RETURN value IS NULL;
     END $$`
  ])
  const writer = await world.connect()
  const input = {
    table: {schema: 'public', name: 'item'},
    verb: 'update',
    set: 'value = 1',
    where: 'is_open(target.value)',
    idempotent: true
  } as const
  const step = {
    id: '1-batch',
    kind: 'batch',
    title: 'batch',
    input,
    settings: {},
    sql: [],
    locks: [],
    undo: []
  } as const
  const made = withSteps(await world.plan('SELECT 1'), [{...step, source: {file: 0, line: 1}}])
  const applied = applyPlan({...made, digest: digestOf(made)}, world.url, {settings: {batchRows: 10, maxBatchRows: 10}})
  const waits = await until(
    () => world.query("SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"),
    (rows) => rows.length > 0
  )
  await writer.query("SET lock_timeout = '2s'")
  const written = await writer.query('UPDATE item SET value = 2 WHERE id = 25').then(
    () => 'written',
    (error: unknown) => String(error)
  )
  await world.query('INSERT INTO gate DEFAULT VALUES')

  expect(waits).not.toEqual([])
  expect(written).toBe('written')
  expect((await applied).outcome).toEqual({status: 'done'})
  await world.remove()
})

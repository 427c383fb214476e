/** Other places and ways to store a table: the server offers nothing for them but to write all of it under one lock. */
import {randomBytes} from 'node:crypto'
import {afterEach, describe, expect, it} from 'vitest'
import {applyPlan, createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {dumpCatalog} from './catalog-dump.js'

const setup = [
  'CREATE TABLE account (id serial PRIMARY KEY, name text)',
  'CREATE INDEX account_name ON account (name)',
  "INSERT INTO account (name) SELECT 'n' || i FROM generate_series(1, 700) AS i",
  // How big it is, nobody shall know: it is planned for as a big one.
  'ALTER TABLE account SET (autovacuum_enabled = false)'
]

const worlds: World[] = []

/** Change one world by a plan, and its twin by the statement. */
async function carryOut(url: string, first: readonly string[], change: string): Promise<[World, World]> {
  const [world, twin] = [await createWorld(url, [...first, ...setup]), await createWorld(url, [...first, ...setup])]
  worlds.push(world, twin)
  await twin.query(change)
  const plan = await world.plan(change)
  expect(plan.phases.flatMap(({steps}) => steps.map(({kind}) => kind))).toContain('shadow-swap')
  await applyPlan(plan, world.url, {settings: {dropOld: true}})
  return [world, twin]
}

const everything = 'SELECT * FROM account ORDER BY id'

describe.each(servers)('on PostgreSQL $version', ({url, version}) => {
  const space = `sqlsafe_test_${randomBytes(5).toString('hex')}`

  afterEach(async () => {
    await Promise.all(worlds.splice(0).map((world) => world.remove()))
    const admin = await createWorld(url, [])
    await admin.query(`DROP TABLESPACE IF EXISTS ${space}`)
    await admin.remove()
  })

  it('moves a table to another tablespace, and its indexes stay where they are', async () => {
    const admin = await createWorld(url, [])
    worlds.push(admin)
    // One in the data directory: a folder of the test would have to belong to the user that the server runs as.
    await admin.query('SET allow_in_place_tablespaces = on')
    await admin.query(`CREATE TABLESPACE ${space} LOCATION ''`)
    const [world, twin] = await carryOut(url, [], `ALTER TABLE account SET TABLESPACE ${space}`)
    expect(await dumpCatalog(world)).toEqual(await dumpCatalog(twin))
    expect(await world.query(everything)).toEqual(await twin.query(everything))
    const places = `SELECT relname, spcname FROM pg_class c LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
      WHERE relname ~ '^account' AND relkind IN ('r', 'i') ORDER BY relname`
    expect(await world.query(places)).toEqual([
      {relname: 'account', spcname: space},
      {relname: 'account_name', spcname: null},
      {relname: 'account_pkey', spcname: null}
    ])
  })

  // The statement came with 15: https://www.postgresql.org/docs/15/release-15.html
  if (version < 15) return

  it('gives a table another access method', async () => {
    const method = ['CREATE ACCESS METHOD other TYPE TABLE HANDLER heap_tableam_handler']
    const [world, twin] = await carryOut(url, method, 'ALTER TABLE account SET ACCESS METHOD other')
    const methodOf = "SELECT amname FROM pg_class c JOIN pg_am m ON m.oid = c.relam WHERE c.oid = 'account'::regclass"
    expect(await world.query(methodOf)).toEqual([{amname: 'other'}])
    expect(await dumpCatalog(world)).toEqual(await dumpCatalog(twin))
    expect(await world.query(everything)).toEqual(await twin.query(everything))
  })
})

/**
 * Scenes of two sessions, each in the order in which a tool for such changes has lost rows or made an application fail.
 * What has to wait is waited for by asking the server who waits; nothing here sleeps.
 */
import type pg from 'pg'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {connect} from '../../../../src/apply/postgres/connect.js'
import type {PostgresConnection} from '../../../../src/apply/postgres/connect.js'
import {copyBatch, lastKey} from '../../../../src/apply/postgres/shadow/copy.js'
import {takeAway} from '../../../../src/apply/postgres/shadow/locate.js'
import {namesOf} from '../../../../src/apply/postgres/shadow/names.js'
import type {ShadowNames} from '../../../../src/apply/postgres/shadow/names.js'
import {readRecord} from '../../../../src/apply/postgres/shadow/record.js'
import {prepareWork, replay} from '../../../../src/apply/postgres/shadow/replay.js'
import {applyPlan, createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {dumpCatalog} from './catalog-dump.js'
import {ofAccount, shadowPlan} from './steps.js'
import type {ShadowKind} from './steps.js'

const input = ofAccount()

const setup = [
  'CREATE TABLE account (id integer PRIMARY KEY DEFERRABLE, name text, twin text UNIQUE, touched integer DEFAULT 0)',
  "INSERT INTO account SELECT i, 'n' || i, 't' || i FROM generate_series(1, 5) AS i"
]

describe.each(servers)('on PostgreSQL $version', ({url}) => {
  let world: World
  let app: pg.Client
  let copier: PostgresConnection
  let names: ShadowNames

  beforeEach(async () => {
    world = await createWorld(url, setup)
    app = await world.connect()
    copier = await connect(world.url, 'copier')
    names = namesOf(input)
  })
  afterEach(async () => {
    await copier.end()
    await world.remove()
  })

  const until = async (last: ShadowKind): Promise<void> => {
    await applyPlan(await shadowPlan(world, input, last), world.url)
    if (last !== 'shadow-capture') return
    // As while a long log is brought in the middle of a copy.
    for (const statement of (await readRecord(copier, names)).keyIndex?.statements ?? [])
      await copier.execute(statement)
  }

  const copy = async (rows = 100): Promise<void> => {
    const record = await readRecord(copier, names)
    await prepareWork(copier, record)
    const last = await lastKey(copier, record, names)
    await copyBatch(copier, record, names, {after: null, isReplayed: true, rows, until: last ?? '[]'})
  }
  const bring = async (rows: number | null = null): Promise<number> =>
    replay(copier, await readRecord(copier, names), names, rows)

  const inTransaction = async (work: () => Promise<unknown>): Promise<void> => {
    await copier.execute('BEGIN')
    await work()
    await copier.execute('COMMIT')
  }

  const expectSame = async (): Promise<void> => {
    const rows = 'SELECT * FROM %s ORDER BY id'
    expect(await world.query(rows.replace('%s', names.shadow))).toEqual(
      await world.query(rows.replace('%s', names.table))
    )
  }

  it('does not bring a row back that is deleted while its batch is copied', async () => {
    await until('shadow-capture')
    await inTransaction(async () => {
      await copy()
      await app.query('DELETE FROM account WHERE id = 4')
    })
    await inTransaction(bring)
    await expectSame()
  })

  it('does not bring a row back whose deletion is not committed when its batch is copied', async () => {
    await until('shadow-capture')
    await app.query('BEGIN')
    await app.query('DELETE FROM account WHERE id = 4')
    await inTransaction(copy)
    await inTransaction(bring)
    await app.query('COMMIT')
    await inTransaction(bring)
    await expectSame()
  })

  it('keeps a row whose deletion is rolled back', async () => {
    await until('shadow-capture')
    await app.query('BEGIN')
    await app.query('DELETE FROM account WHERE id = 4')
    await inTransaction(copy)
    await app.query('ROLLBACK')
    await inTransaction(bring)
    await expectSame()
  })

  it('brings the update of a row that was not copied yet', async () => {
    await until('shadow-capture')
    await app.query("UPDATE account SET name = 'new' WHERE id = 5")
    await inTransaction(() => copy(2))
    await inTransaction(bring)
    await app.query('UPDATE account SET name = NULL WHERE id = 1')
    await inTransaction(copy)
    await inTransaction(bring)
    await expectSame()
  })

  it('never waits for rows, nor lets the application wait for it: there can be no deadlock', async () => {
    await until('shadow-capture')
    await app.query("SET lock_timeout = '1ms'")
    await app.query('BEGIN')
    await app.query('SELECT FROM account WHERE id = 5 FOR UPDATE')
    await inTransaction(async () => {
      await copy()
      await app.query('UPDATE account SET id = 50 WHERE id = 1')
      await app.query('COMMIT')
    })
    await inTransaction(bring)
    await expectSame()
  })

  it('lets a transaction that keeps to its snapshot write rows that were copied after it began', async () => {
    await until('shadow-capture')
    await app.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    await app.query('SELECT count(*) FROM account')
    await inTransaction(copy)
    await app.query("UPDATE account SET name = 'late' WHERE id = 3")
    await app.query('COMMIT')
    await inTransaction(bring)
    await expectSame()
    expect(await world.query(`SELECT old_snapshots FROM ${names.record}`)).toEqual([{old_snapshots: true}])
  })

  it('takes the last image of a row that a trigger of the application writes again', async () => {
    await app.query(`CREATE FUNCTION again() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      UPDATE account SET touched = touched + 1 WHERE id = NEW.id; RETURN NULL; END $$`)
    await app.query('CREATE TRIGGER "\t again" AFTER UPDATE OF name ON account FOR EACH ROW EXECUTE FUNCTION again()')
    await until('shadow-capture')
    await inTransaction(copy)
    await app.query("UPDATE account SET name = 'x'")
    await inTransaction(bring)
    await expectSame()
    expect(await world.query('SELECT DISTINCT touched FROM account')).toEqual([{touched: 1}])
  })

  it('follows keys that one statement moves over each other', async () => {
    await until('shadow-capture')
    await inTransaction(copy)
    await app.query('UPDATE account SET id = id + 1')
    await app.query('UPDATE account SET id = 5 - id WHERE id IN (2, 3)')
    for (let taken = 1; taken > 0;) {
      await inTransaction(async () => {
        taken = await bring(1)
      })
    }
    await expectSame()
  })

  it('takes more of the log where two rows have exchanged a unique value', async () => {
    await until('shadow-index')
    await app.query('BEGIN')
    await app.query("UPDATE account SET twin = 'between' WHERE id = 1")
    await app.query("UPDATE account SET twin = 't1' WHERE id = 2")
    await app.query("UPDATE account SET twin = 't2' WHERE id = 1")
    await app.query('COMMIT')
    await inTransaction(() => bring(1))
    await inTransaction(bring)
    await expectSame()
  })

  it('empties the new table when the old one is truncated, and keeps what comes after', async () => {
    await until('shadow-capture')
    await inTransaction(copy)
    await app.query('BEGIN')
    await app.query("INSERT INTO account VALUES (6, 'before')")
    await app.query('TRUNCATE account')
    await app.query("INSERT INTO account VALUES (7, 'after')")
    await app.query('COMMIT')
    await app.query("INSERT INTO account VALUES (1, 'again')")
    await inTransaction(() => bring(1))
    await inTransaction(bring)
    await expectSame()
  })

  it('captures what logical replication applies', async () => {
    await until('shadow-capture')
    await inTransaction(copy)
    await app.query("SET session_replication_role = 'replica'")
    await app.query("UPDATE account SET name = 'replicated' WHERE id = 2")
    await inTransaction(bring)
    await expectSame()
  })

  it('lets a role without any right on the log write, with a path of its own', async () => {
    await until('shadow-capture')
    await app.query('GRANT ALL ON account TO PUBLIC')
    await app.query('SET search_path = nowhere')
    await app.query('SET ROLE pg_monitor')
    await app.query("INSERT INTO public.account VALUES (8, 'x')")
    await app.query('UPDATE public.account SET id = 9 WHERE id = 8')
    await inTransaction(copy)
    await inTransaction(bring)
    await expectSame()
  })

  it('leaves lastval() of the application as it is', async () => {
    await app.query('CREATE SEQUENCE ours START 77')
    await until('shadow-capture')
    await app.query("INSERT INTO account VALUES (nextval('ours'), 'x')")
    expect((await app.query('SELECT lastval() AS it')).rows).toEqual([{it: '77'}])
  })

  it('waits for a transaction that would not see the rows of the new table', async () => {
    const reader = await world.connect()
    await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    await reader.query('SELECT 1')
    let seen: unknown
    const {events} = await applyPlan(await shadowPlan(world, input), world.url, {
      onEvent(event) {
        if (event.type !== 'say' || !event.text.includes('older than the copy') || seen !== undefined) return
        seen = reader
          .query('SELECT count(*)::int AS it FROM account')
          .then(({rows}) => reader.query('COMMIT').then(() => rows as unknown))
      }
    })
    expect(await seen).toEqual([{it: 5}])
    expect(events.at(-1)?.type).toBe('end')
  })

  it('refuses values that are no longer unique in the new shape, and loses none', async () => {
    await app.query("UPDATE account SET name = 'same'")
    const unique = ofAccount(['ALTER TABLE {{table}} ADD CONSTRAINT one_name UNIQUE (name)'])
    const before = await dumpCatalog(world)
    const rows = await world.query('SELECT * FROM account ORDER BY id')
    await expect(applyPlan(await shadowPlan(world, unique), world.url)).rejects.toThrow(
      'could not create unique index "one_name"'
    )
    expect(await world.query('SELECT * FROM account ORDER BY id')).toEqual(rows)
    await copier.execute('BEGIN')
    await takeAway(copier, namesOf(unique))
    await copier.execute('COMMIT')
    expect(await dumpCatalog(world)).toEqual(before)
  })

  it.each<ShadowKind>(['shadow-create', 'shadow-copy', 'shadow-check'])(
    'leaves no trace when it is taken back after %s',
    async (last) => {
      const before = await dumpCatalog(world)
      await until(last)
      await copier.execute('BEGIN')
      await takeAway(copier, names)
      await copier.execute('COMMIT')
      expect(await dumpCatalog(world)).toEqual(before)
    }
  )
})

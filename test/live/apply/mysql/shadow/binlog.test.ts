/** What the binary log cannot tell stops a copy that relies on it; what it can tell does not. */
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import type {ApplyEvent} from '../../../../../src/apply/events.js'
import type {CarriedOut} from '../../../../../src/apply/run/runner.js'
import {namesOf} from '../../../../../src/apply/mysql/shadow/names.js'
import type {Plan} from '../../../../../src/plan/plan.js'
import {applyPlan} from '../../world.js'
import {createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {ofAccount, shadowPlan} from './steps.js'

const settings = {batchRows: 20, maxBatchRows: 20, capture: 'binlog', dropOld: true} as const
const change = ofAccount(['ALTER TABLE {{table}} MODIFY qty bigint NOT NULL'])
const values = Array.from({length: 60}, (_, id) => `(${String(id + 1)}, ${String(id)})`).join(', ')

describe.each(servers)('$server', ({dialect, url}) => {
  let world: World
  let plan: Plan
  beforeEach(async () => {
    world = await createWorld(url, [
      'CREATE TABLE account (id int PRIMARY KEY, qty int NOT NULL)',
      `INSERT INTO account VALUES ${values}`
    ])
    plan = await shadowPlan(world, change)
    await until('shadow-copy')
  })
  afterEach(() => world.remove())

  /** Carry out until the first batch of a step is done. */
  async function until(kind: string): Promise<ApplyEvent[]> {
    const stop = new AbortController()
    const onEvent = (event: ApplyEvent): void => {
      if (event.type === 'batch' && event.step.endsWith(kind)) stop.abort()
    }
    const {events, outcome} = await applyPlan(plan, world.url, {settings, afterBatch: stop.signal, onEvent})
    expect(outcome).toMatchObject({status: 'stopped'})
    return events
  }

  /** MySQL has a certificate of its own. */
  const secured = `?ssl=${encodeURIComponent('{"rejectUnauthorized": false}')}`
  const goOn = (): Promise<{outcome: CarriedOut; events: ApplyEvent[]}> =>
    applyPlan(plan, dialect === 'mysql' ? world.url + secured : world.url, {settings})
  const rows = (): Promise<unknown> => world.query('SELECT count(*) AS rows_there, sum(qty) AS total FROM account')

  test('writes cost nothing more, and none is missed, also once the table was emptied', async () => {
    expect(await world.query('SHOW TRIGGERS')).toEqual([])
    await world.query('TRUNCATE TABLE account')
    await world.query(`INSERT INTO account VALUES ${values}`)
    const events = await until('shadow-copy')
    expect(events.some((event) => event.type === 'say' && event.text.includes('was truncated'))).toBe(true)
    await until('shadow-copy')
    await world.query('UPDATE account SET qty = qty + 1000 WHERE id < 10')
    await world.query('START TRANSACTION')
    await world.query('DELETE FROM account WHERE id = 11')
    await world.query('SAVEPOINT here')
    await world.query('DELETE FROM account WHERE id = 12')
    await world.query('ROLLBACK TO SAVEPOINT here')
    await world.query('COMMIT')
    await world.query("XA START 'one'")
    await world.query('UPDATE account SET qty = qty + 5000 WHERE id = 13')
    await world.query("XA END 'one'")
    await world.query("XA COMMIT 'one' ONE PHASE")
    for (const sql of harmless) await world.query(sql)
    const before = await rows()
    expect((await goOn()).outcome).toEqual({status: 'done'})
    expect(await rows()).toEqual(before)
    expect((await world.query('SHOW TABLES')).flatMap((row) => Object.values(row))).toEqual(['account'])
  })

  /** What is logged as a statement beside rows, and wrote none as one. */
  const harmless = [
    'CREATE TABLE more (id int PRIMARY KEY) SELECT id FROM account',
    'CREATE TEMPORARY TABLE some SELECT id FROM account',
    'INSERT INTO some SELECT id FROM account',
    'CREATE VIEW seen AS SELECT id FROM account',
    'CREATE PROCEDURE raised() UPDATE account SET qty = qty + 1 WHERE id = 20',
    'CALL raised()',
    'CREATE FUNCTION counted(i int) RETURNS int MODIFIES SQL DATA DETERMINISTIC BEGIN UPDATE account SET qty = qty + 1 WHERE id = i; RETURN i; END',
    'INSERT INTO more SELECT counted(21) + 1000',
    'ANALYZE TABLE account',
    'CREATE EVENT later ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM account',
    'ALTER EVENT later COMMENT "UPDATE account"',
    'ALTER TABLE more /* account */ ADD COLUMN note int',
    'DROP EVENT later',
    'DROP FUNCTION counted',
    'DROP PROCEDURE raised',
    'DROP VIEW seen',
    'DROP TEMPORARY TABLE some',
    'DROP TABLE more'
  ]

  const unseen: Readonly<Record<string, readonly string[]>> = {
    // Of another table, which might have a trigger: tables of other tests are called as ours is.
    'a session wrote rows as a statement': [
      'CREATE TABLE aside AS SELECT id, qty FROM account',
      "SET SESSION binlog_format = 'STATEMENT'",
      'SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ',
      'UPDATE aside SET qty = qty + 1',
      "SET SESSION binlog_format = 'ROW'"
    ],
    'an XA transaction was prepared': [
      "XA START 'two'",
      'UPDATE account SET qty = qty + 1 WHERE id = 3',
      "XA END 'two'",
      "XA PREPARE 'two'",
      "XA COMMIT 'two'"
    ],
    'it was renamed': [
      'RENAME TABLE account TO elsewhere',
      'UPDATE elsewhere SET qty = qty + 1',
      'RENAME TABLE elsewhere TO account'
    ],
    'it was altered': [
      'ALTER TABLE account ADD COLUMN before_all int FIRST',
      'UPDATE account SET qty = qty + 1',
      'ALTER TABLE account DROP COLUMN before_all'
    ],
    // MySQL refuses that.
    ...(dialect === 'mariadb' && {
      'CREATE TABLE filled': [
        'CREATE FUNCTION touched(i int) RETURNS int MODIFIES SQL DATA DETERMINISTIC BEGIN UPDATE account SET qty = qty WHERE id = i; RETURN i; END',
        "SET SESSION binlog_format = 'STATEMENT'",
        'CREATE TABLE filled SELECT touched(3) AS id',
        "SET SESSION binlog_format = 'ROW'"
      ]
    })
  }

  test('what came to the old table after the last look would be told, and nothing of the new one', async () => {
    const [place] = await world.query(dialect === 'mysql' ? 'SHOW BINARY LOG STATUS' : 'SHOW MASTER STATUS')
    await world.query('UPDATE account SET qty = qty + 1 WHERE id IN (3, 4)')
    const names = namesOf(change)
    // A busy server lets the tables change places at a later try only.
    do await until('shadow-swap')
    while ((await world.query(`SHOW TABLES LIKE '${names.kept.name}'`)).length === 0)
    await world.query('UPDATE account SET qty = qty + 1 WHERE id = 5')
    // As if the last look had been before the first write.
    await world.query(
      `UPDATE ${names.record.sql} SET state = JSON_SET(state, '$.checkpoint.file', ?, '$.checkpoint.position', ?) WHERE id = 2`,
      [String(place?.['File']), Number(place?.['Position'])]
    )
    await expect(goOn()).rejects.toThrow('after its last rows were brought')
    expect(await world.query(`SELECT k1 FROM ${names.log.sql} ORDER BY k1`)).toEqual([{k1: 3}, {k1: 4}])
    await world.query(`DELETE FROM ${names.log.sql}`)
    expect((await goOn()).outcome).toEqual({status: 'done'})
  })

  test('what nobody can tell stops it: and so does a log that is gone, or another one of the same name', async () => {
    const {record} = namesOf(change)
    const set = (path: string, value: string | number): Promise<unknown> =>
      world.query(`UPDATE ${record.sql} SET state = JSON_SET(state, '$.checkpoint.${path}', ?) WHERE id = 2`, [value])
    const session = await world.connect()
    for (const [what, statements] of Object.entries(unseen)) {
      for (const sql of statements) await session.query(sql)
      await expect(goOn(), what).rejects.toThrow(what)
      // As if that had not been in it.
      const [place] = await world.query(dialect === 'mysql' ? 'SHOW BINARY LOG STATUS' : 'SHOW MASTER STATUS')
      await set('file', String(place?.['File']))
      await set('position', Number(place?.['Position']))
    }
    await set('origin', '1 1')
    await expect(goOn()).rejects.toThrow('the log was reset, or this is another server')
    await set('file', 'binlog.000000')
    await expect(goOn()).rejects.toThrow(/Could not find first log file|purged/)
    expect(await rows()).toEqual([{rows_there: 60, total: String(1770 + 2 * 60 + 1)}])
  })
})

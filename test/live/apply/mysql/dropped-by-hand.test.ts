/** Tables of ours that somebody drops while a run is interrupted: it goes on by what stands, or says what to do. */
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {namesOf} from '../../../../src/apply/mysql/shadow/names.js'
import type {Plan} from '../../../../src/plan/plan.js'
import {applyPlan, takeRunBack} from '../world.js'
import type {Applied} from '../world.js'
import {startProxy} from './proxy.js'
import {ofAccount, shadowPlan} from './shadow/steps.js'
import {createWorld, servers} from './world.js'
import type {World} from './world.js'

const input = ofAccount(['ALTER TABLE {{table}} MODIFY qty bigint NOT NULL'])
const {kept, log, record, shadow, triggers} = namesOf(input)

const setup = [
  'CREATE TABLE shop (id int PRIMARY KEY)',
  'CREATE TABLE account (id int PRIMARY KEY, qty int NOT NULL, shop int, CONSTRAINT of_shop FOREIGN KEY (shop) REFERENCES shop (id))',
  'CREATE TABLE visit (id int PRIMARY KEY, account int, CONSTRAINT of_account FOREIGN KEY (account) REFERENCES account (id))',
  'INSERT INTO shop VALUES (1)',
  'INSERT INTO account VALUES (1, 10, 1), (2, 20, NULL)',
  'INSERT INTO visit VALUES (1, 1)',
  'CREATE TRIGGER doubled BEFORE INSERT ON account FOR EACH ROW SET NEW.qty = 2 * NEW.qty'
]

describe.each(servers)('$server', ({dialect, url}) => {
  let world: World
  let plan: Plan
  beforeEach(async () => {
    world = await createWorld(url, setup)
    plan = await shadowPlan(world, input)
  })
  afterEach(() => world.remove())

  const apply = (): Promise<Applied> => applyPlan(plan, world.url)

  /** As if the program were killed, once the server has done a statement. */
  async function applyUntil(isLast: (sql: string) => boolean, seen: () => Promise<unknown>): Promise<void> {
    const stop = new AbortController()
    let isCut = false
    const proxy = await startProxy(world.url, (sql) => {
      if (isCut) return 'before'
      isCut = isLast(sql)
      if (isCut) stop.abort()
      // On MariaDB another session renames once the lock is given back.
      return isCut && sql !== 'UNLOCK TABLES' ? 'answer' : undefined
    })
    // It tries for some seconds to say how it ended: nobody waits for that.
    void applyPlan(plan, proxy.url, {now: stop.signal}).catch(() => undefined)
    await expect.poll(seen).toBe(true)
    await proxy.close()
  }

  const isGone = async (name: string): Promise<boolean> => !(await tables()).includes(name)

  async function applyUntilSwap(): Promise<void> {
    let isRenaming = false
    await applyUntil(
      (sql) => {
        isRenaming ||= sql.startsWith('RENAME TABLE `account` TO')
        return isRenaming && (dialect === 'mysql' || sql === 'UNLOCK TABLES')
      },
      async () => isRenaming && isGone(shadow.name)
    )
  }

  async function tables(): Promise<unknown[]> {
    return (await world.query('SHOW TABLES')).flatMap((row) => Object.values(row))
  }

  async function drop(name: string): Promise<void> {
    await world.query('SET foreign_key_checks = 0')
    await world.query(`DROP TABLE ${name}`)
    await world.query('SET foreign_key_checks = 1')
  }

  const keys = (): Promise<unknown> =>
    world.query(
      `SELECT TABLE_NAME AS child, CONSTRAINT_NAME AS name, REFERENCED_TABLE_NAME AS parent
       FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE() ORDER BY 1`
    )

  async function expectSwapped(): Promise<void> {
    expect(await tables()).toEqual(['account', 'shop', 'visit'])
    expect(await keys()).toEqual([
      {child: 'account', name: 'of_shop', parent: 'shop'},
      {child: 'visit', name: 'of_account', parent: 'account'}
    ])
    await world.query('INSERT INTO account VALUES (3, 5000000000, 1)')
    await world.query('INSERT INTO visit VALUES (2, 3)')
    expect(await world.query('SELECT * FROM account ORDER BY id')).toEqual([
      {id: 1, qty: 10, shop: 1},
      {id: 2, qty: 20, shop: null},
      {id: 3, qty: 10_000_000_000, shop: 1}
    ])
  }

  test('the old table, right after it was replaced: the run is brought to its end, and cannot be taken back', async () => {
    await applyUntilSwap()
    await drop(kept.sql)
    await expect(takeRunBack(world.url)).rejects.toThrow('a swap that has come about')
    expect(await apply()).toMatchObject({outcome: {status: 'done'}})
    await expectSwapped()
  })

  test('the old table, when nothing else of ours was left', async () => {
    let isSwapped = false
    await applyUntil(
      (sql) => {
        isSwapped ||= sql.startsWith('RENAME TABLE `account` TO')
        return isSwapped && sql === `DROP TABLE IF EXISTS ${record.sql}`
      },
      async () => isSwapped && isGone(record.name)
    )
    await drop(kept.sql)
    expect(await apply()).toMatchObject({outcome: {status: 'done'}})
    await expectSwapped()
  })

  async function applyUpToSwap(): Promise<void> {
    const stop = new AbortController()
    const {outcome} = await applyPlan(plan, world.url, {
      afterBatch: stop.signal,
      onEvent(event) {
        if (event.type === 'step-begin' && event.step.endsWith('shadow-swap')) stop.abort()
      }
    })
    expect(outcome).toEqual({status: 'stopped'})
  }

  test('what tells of writes, after all rows were compared: none is lost', async () => {
    await applyUpToSwap()
    await world.query(`DROP TRIGGER ${triggers.UPDATE.sql}`)
    await world.query('UPDATE account SET qty = 30 WHERE id = 2')
    await expect(apply()).rejects.toThrow('lack of triggers of ours')
    await takeRunBack(world.url)
    expect(await tables()).toEqual(['account', 'shop', 'visit'])
    expect(await world.query('SELECT qty FROM account ORDER BY id')).toEqual([{qty: 10}, {qty: 30}])
  })

  test('the table itself, or its name: taken back, it can be written to under the other one', async () => {
    await applyUpToSwap()
    await world.query('RENAME TABLE account TO bill')
    await expect(apply()).rejects.toThrow(/\baccount\b/)
    await takeRunBack(world.url)
    expect(await tables()).toEqual(['bill', 'shop', 'visit'])
    await world.query('UPDATE bill SET qty = 30 WHERE id = 2')
    expect((await world.query('SHOW TRIGGERS')).map(({Trigger}) => Trigger)).toEqual(['doubled'])
  })

  if (dialect === 'mariadb') return

  test('the new table, before it took its place: nothing is lost, and all can be taken back', async () => {
    let isAnalyzed = false
    await applyUntil(
      (sql) => (isAnalyzed ||= sql.startsWith('ANALYZE TABLE')),
      () => Promise.resolve(isAnalyzed)
    )
    await drop(shadow.sql)
    await expect(apply()).rejects.toThrow(/account_sqlsafe_\w+_new.*(?:doesn't exist|no row is lost)/)
    await takeRunBack(world.url)
    expect(await tables()).toEqual(['account', 'shop', 'visit'])
    expect(await world.query('SELECT * FROM account')).toHaveLength(2)
    await world.query('INSERT INTO account VALUES (3, 1, 1)')
  })

  test('the old table, and the new one was built anew: a person is told where to look', async () => {
    await applyUntilSwap()
    await drop(kept.sql)
    await world.query('ALTER TABLE account FORCE')
    await expect(apply()).rejects.toThrow(/neither as it was .*SHOW CREATE TABLE `account`.* has the new shape/)
    await expect(world.query(`SELECT * FROM ${log.sql}`)).resolves.toEqual([])
  })
})

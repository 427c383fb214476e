/** What the table has beside its rows goes with it: foreign keys and triggers, while the application uses them. */
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {prepare} from '../../../../../src/apply/run/apply.js'
import {connect} from '../../../../../src/apply/mysql/connect.js'
import {namesOf} from '../../../../../src/apply/mysql/shadow/names.js'
import type {ShadowView} from '../../../../../src/apply/mysql/shadow/record.js'
import {settle} from '../../../../../src/apply/mysql/shadow/swap.js'
import {openEngine} from '../../../../../src/apply/run/open-engine.js'
import type {ApplyEvent} from '../../../../../src/apply/events.js'
import type {NamedFinding} from '../../../../../src/apply/preflight.js'
import {defaultSettings} from '../../../../../src/apply/settings.js'
import {applyPlan} from '../../world.js'
import {startProxy} from '../proxy.js'
import type {Cut} from '../proxy.js'
import {createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {startWork} from './at-work.js'
import {ofAccount, shadowPlan} from './steps.js'

const setup = [
  'CREATE TABLE owner (id int PRIMARY KEY)',
  `CREATE TABLE account (id int PRIMARY KEY AUTO_INCREMENT, owner_id int, above int, qty int NOT NULL DEFAULT 0,
     KEY (owner_id), CONSTRAINT owned FOREIGN KEY (owner_id) REFERENCES owner (id),
     FOREIGN KEY (above) REFERENCES account (id) ON DELETE RESTRICT)`,
  `INSERT INTO owner VALUES ${Array.from({length: 200}, (_, index) => `(${String(index + 1)})`).join(', ')}`,
  'INSERT INTO account (owner_id, above) SELECT id, NULL FROM owner',
  'UPDATE account SET above = id'
]
const change = ofAccount([`ALTER TABLE {{table}} MODIFY qty bigint NOT NULL DEFAULT 0`])
const settings = {batchRows: 50, maxBatchRows: 50, lockRetries: 100}

describe.each(servers)('$server', ({dialect, url}) => {
  let world: World
  beforeEach(async () => {
    world = await createWorld(url, setup)
  })
  afterEach(() => world.remove())

  const shape = async (table: string): Promise<string> =>
    String((await world.query(`SHOW CREATE TABLE ${table}`))[0]?.['Create Table']).replace(/ AUTO_INCREMENT=\d+/, '')

  const widened = (text: string): string =>
    text.replace(/(`qty`) int(?:\(11\))?/, dialect === 'mysql' ? '$1 bigint' : '$1 bigint(20)')
  const trigger = (name: string, body: string): string =>
    `CREATE TRIGGER ${name} BEFORE INSERT ON account FOR EACH ROW ${body}`
  const own = (): Promise<unknown> =>
    world.query(
      `SELECT TRIGGER_NAME, EVENT_MANIPULATION, ACTION_TIMING, ACTION_ORDER, ACTION_STATEMENT, DEFINER, SQL_MODE,
         CHARACTER_SET_CLIENT, COLLATION_CONNECTION, DATABASE_COLLATION
       FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY 1`
    )

  async function foundOf(input: typeof change): Promise<NamedFinding[]> {
    const engine = await openEngine(world.url)
    try {
      return (await prepare(await shadowPlan(world, input), engine, defaultSettings)).findings
    } finally {
      await engine.close()
    }
  }

  test('foreign keys hold all the time, keep their names, and the old table holds nobody', async () => {
    const before = await shape('account')
    const writers = await startWork(world, 3, async (session, id) => {
      await session.query('INSERT INTO owner VALUES (?)', [id])
      await session.query('INSERT INTO account (owner_id, qty) VALUES (?, 1)', [id])
      await session.query('COMMIT')
      await session.query('START TRANSACTION')
      await session.query('DELETE FROM account WHERE owner_id = ?', [id])
      await session.query('DELETE FROM owner WHERE id = ?', [id])
    })
    const {outcome} = await applyPlan(await shadowPlan(world, change), world.url, {settings})
    const atTheEnd = writers.state.done
    await expect.poll(() => writers.state.done).toBeGreaterThan(atTheEnd + 20)

    expect(await writers.stop()).toEqual([])
    expect(outcome).toEqual({status: 'done'})
    expect(writers.state.done).toBeGreaterThan(writers.state.ended)
    expect(await shape('account')).toBe(widened(before))
    const [old] = await world.query("SHOW TABLES LIKE '%\\_old'")
    expect(await shape(`\`${String(Object.values(old ?? {})[0])}\``)).not.toContain('FOREIGN KEY')
    await expect(world.query('INSERT INTO account (owner_id) VALUES (999999)')).rejects.toThrow('foreign key')
    await expect(world.query('DELETE FROM owner WHERE id = 1')).rejects.toThrow('foreign key')
    await world.query('UPDATE account SET owner_id = NULL WHERE owner_id = 1')
    await world.query('DELETE FROM owner WHERE id = 1')
  })

  test('what the server refuses for the sake of a foreign key it refuses for the copy', async () => {
    const input = ofAccount(['ALTER TABLE {{table}} MODIFY owner_id bigint'])
    await expect(applyPlan(await shadowPlan(world, input), world.url)).rejects.toThrow('foreign key constraint')
    expect(await world.query("SHOW TABLES LIKE '%sqlsafe%'")).toEqual([])
  })

  /** Statements among which keys and triggers are neither here nor there. */
  const moments: Array<[RegExp, Cut[]]> = [
    [/^CREATE DEFINER = .* TRIGGER `account_sqlsafe_\w+_tg0`/s, ['answer']],
    ...(dialect === 'mariadb'
      ? ([[/^ALTER TABLE `account` DROP FOREIGN KEY `owned`/, ['answer']]] satisfies Array<[RegExp, Cut[]]>)
      : []),
    [/^RENAME TABLE `account` TO/, ['before', 'at once', 'at once']],
    [/^DROP TRIGGER `bumped`/, ['before', 'answer']],
    [/^CREATE DEFINER = .* TRIGGER `bumped`/s, ['before', 'answer']]
  ]

  test('keys and triggers are all there after a connection was cut among them', async () => {
    await world.query(trigger('bumped', 'SET NEW.qty = NEW.qty + 1'))
    const [before, triggers] = [await shape('account'), await own()]
    const left = moments.flatMap(([pattern, cuts]) => cuts.map((cut) => ({pattern, cut})))
    let isBegun = false
    const proxy = await startProxy(world.url, (sql) => {
      const index = isBegun ? left.findIndex(({pattern}) => pattern.test(sql)) : -1
      return index === -1 ? undefined : left.splice(index, 1)[0]?.cut
    })
    const onEvent = ({type}: ApplyEvent): void => {
      isBegun ||= type === 'step-begin'
    }
    try {
      const {outcome} = await applyPlan(await shadowPlan(world, change), proxy.url, {settings, onEvent})
      expect(outcome).toEqual({status: 'done'})
    } finally {
      await proxy.close()
    }
    // What is done is not done again.
    expect(left.length).toBeLessThan(4)
    expect(await shape('account')).toBe(widened(before))
    expect(await own()).toEqual(triggers)
  })

  test('where keys of other tables cannot be turned its own are back before the lock is', async () => {
    await world.query('CREATE TABLE entry (id int PRIMARY KEY, FOREIGN KEY (id) REFERENCES account (id))')
    // One that the primary key serves, whose name no other index can have.
    await world.query('ALTER TABLE account ADD CONSTRAINT numbered FOREIGN KEY (id) REFERENCES owner (id)')
    const keys = async (): Promise<unknown> => (await shape('account')).match(/^ {2}CONSTRAINT .*/gm)
    const before = await keys()
    const taken = namesOf(change).shadow.name.replace(/new$/, 'in0')
    const sent: string[] = []
    const proxy = await startProxy(world.url, (sql) => {
      sent.push(sql)
      return undefined
    })
    let making: Promise<unknown> | undefined
    const applying = applyPlan(await shadowPlan(world, change), proxy.url, {
      settings,
      onEvent(event) {
        if (event.type !== 'step-begin' || !event.step.endsWith('check')) return
        making = world.query(`CREATE TABLE thief (id int, CONSTRAINT ${taken} FOREIGN KEY (id) REFERENCES owner (id))`)
      }
    })
    try {
      await expect(applying).rejects.toThrow(/shadow-swap failed/)
      await making
    } finally {
      await proxy.close()
    }
    expect(await keys()).toEqual(before)
    const locked = sent.findLastIndex((sql) => /^LOCK TABLES `account` WRITE, `account` AS s/.test(sql))
    const its = sent.slice(locked, sent.indexOf('UNLOCK TABLES', locked))
    expect(its.some((sql) => sql.includes(taken))).toBe(true)
    expect(its.some((sql) => /ADD CONSTRAINT .*`owned`/.test(sql))).toBe(dialect === 'mariadb')
  })

  test('a trigger that cannot be moved leaves nobody waiting, and none that is left locks nothing', async () => {
    const connection = await connect(world.url, 'test')
    try {
      const names = namesOf(change)
      await connection.execute(`CREATE TABLE ${names.kept.sql} LIKE account`)
      const broken = {
        name: 'bumped',
        when: 'BEFORE INSERT',
        body: 'SET NEW.missing = 1',
        definer: '`root`@`%`',
        modes: ''
      }
      const ownTriggers = [{...broken, charset: 'utf8mb4', collation: 'utf8mb4_bin', databaseCollation: 'utf8mb4_bin'}]
      const record = {foreignKeys: [], incomingKeys: [], ownTriggers} as unknown as ShadowView['record']
      const view = {connection, names, record}
      await expect(settle(view)).rejects.toThrow('missing')
      await world.query('SET SESSION lock_wait_timeout = 1')
      await world.query('INSERT INTO account (owner_id) VALUES (1)')
      await world.query(trigger('bumped', 'SET NEW.qty = 1'))
      const reader = await world.connect()
      await reader.query('START TRANSACTION')
      await reader.query('SELECT count(*) FROM account')
      await connection.execute('SET SESSION lock_wait_timeout = 1')
      await settle(view)
      await reader.query('COMMIT')
    } finally {
      await connection.end()
    }
  })

  const names = 'ABC'.split('')
  test('triggers fire once for each row, in their order, before and after', async () => {
    await world.query(
      'CREATE TABLE trail (id int AUTO_INCREMENT PRIMARY KEY, account int, what varchar(9), KEY (account))'
    )
    await world.query("SET SESSION sql_mode = 'ANSI_QUOTES,STRICT_ALL_TABLES'")
    for (const name of names) {
      const order = name === 'C' ? 'PRECEDES A' : ''
      await world.query(
        `CREATE TRIGGER ${name} AFTER INSERT ON account FOR EACH ROW ${order} INSERT INTO "trail" (account, what) VALUES (NEW.id, '${name}')`
      )
    }
    const before = await own()
    const writers = await startWork(world, 2, async (session, id) => {
      await session.query('INSERT INTO account (id, qty) VALUES (?, 1)', [id])
    })
    const {outcome} = await applyPlan(await shadowPlan(world, change), world.url, {settings})
    const atTheEnd = writers.state.done
    await expect.poll(() => writers.state.done).toBeGreaterThan(atTheEnd + 20)

    expect(await writers.stop()).toEqual([])
    expect(outcome).toEqual({status: 'done'})
    expect(await own()).toEqual(before)
    const fired = await world.query(
      `SELECT account.id, (SELECT GROUP_CONCAT(what ORDER BY trail.id) FROM trail WHERE trail.account = account.id) AS what
       FROM account WHERE id >= 1000 HAVING what IS NULL OR what <> 'C,A,B'`
    )
    expect(fired).toEqual([])
  })

  test('a trigger that does not fit the new shape stops it at its first step', async () => {
    await world.query(trigger('bumped', 'SET NEW.qty = NEW.qty + 1'))
    const input = ofAccount(['ALTER TABLE {{table}} DROP COLUMN qty'])
    await expect(applyPlan(await shadowPlan(world, input), world.url)).rejects.toThrow(/trigger bumped.*qty/)
    expect(await world.query("SHOW TABLES LIKE '%sqlsafe%'")).toEqual([])
  })

  test('what cannot be kept, and what a person must accept, is said before anything is made', async () => {
    await world.query(trigger('bumped', 'SET NEW.qty = NEW.qty + 1'))
    await world.query('ALTER TABLE account ADD CONSTRAINT sane CHECK (qty >= 0)')
    const own = (await foundOf(change))
      .filter(({check}) => check.startsWith('shadow-'))
      .map(({check, severity, text}) => [check, severity, text])
    expect(own).toEqual([
      ...(dialect === 'mysql'
        ? [['shadow-check-names', 'warning', expect.stringContaining('`sane` becomes `account_chk_1`')]]
        : []),
      ['shadow-foreign-keys', 'warning', expect.stringContaining('`owned` to `owner`')],
      ['shadow-triggers', 'warning', expect.stringContaining('`bumped` (BEFORE INSERT)')]
    ])
    expect(await world.query("SHOW TABLES LIKE '%sqlsafe%'")).toEqual([])
  })

  test('keys that change rows by themselves are refused', async () => {
    await world
      .query('ALTER TABLE account ADD CONSTRAINT follows FOREIGN KEY (qty) REFERENCES owner (id) ON UPDATE CASCADE')
      .catch(() => undefined)
    await world.query('UPDATE account SET qty = 1')
    await world.query(
      'ALTER TABLE account DROP FOREIGN KEY owned, ADD CONSTRAINT owned_too FOREIGN KEY (owner_id) REFERENCES owner (id) ON DELETE SET NULL'
    )
    await expect(applyPlan(await shadowPlan(world, change), world.url)).rejects.toThrow(/owned_too.*ON DELETE SET NULL/)
    expect(await world.query("SHOW TABLES LIKE '%sqlsafe%'")).toEqual([])
  })
})

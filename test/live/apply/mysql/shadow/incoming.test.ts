/** Foreign keys of other tables to the one that is replaced, while the application writes all of them. */
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {reversalsOf, takeBack} from '../../../../../src/apply/run/abort.js'
import {openEngine} from '../../../../../src/apply/run/open-engine.js'
import type {ApplyEvent} from '../../../../../src/apply/events.js'
import {prepare} from '../../../../../src/apply/run/apply.js'
import {namesOf} from '../../../../../src/apply/mysql/shadow/names.js'
import {defaultSettings} from '../../../../../src/apply/settings.js'
import type {Plan} from '../../../../../src/plan/plan.js'
import {applyPlan} from '../../world.js'
import {startProxy} from '../proxy.js'
import type {Cut} from '../proxy.js'
import {createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {startWork} from './at-work.js'
import {ofAccount, shadowPlan} from './steps.js'

const setup = [
  'CREATE TABLE account (id int PRIMARY KEY AUTO_INCREMENT, qty int NOT NULL DEFAULT 0)',
  // The server makes the index, and no name is given.
  'CREATE TABLE entry (id int PRIMARY KEY, account int, FOREIGN KEY (account) REFERENCES account (id) ON DELETE CASCADE)',
  `CREATE TABLE transfer (id int PRIMARY KEY, origin int NOT NULL, target int, KEY there (target),
     CONSTRAINT \`from\` FOREIGN KEY (origin) REFERENCES account (id),
     CONSTRAINT \`to ☃\` FOREIGN KEY (target) REFERENCES account (id) ON DELETE SET NULL ON UPDATE CASCADE)`,
  `INSERT INTO account (id) VALUES ${Array.from({length: 300}, (_, index) => `(${String(index + 1)})`).join(', ')}`,
  'INSERT INTO entry SELECT id, id FROM account',
  'INSERT INTO transfer SELECT id, id, NULL FROM account WHERE id < 100'
]
const change = ofAccount(['ALTER TABLE {{table}} MODIFY qty bigint NOT NULL DEFAULT 0'])
const names = namesOf(change)
const settings = {batchRows: 100, maxBatchRows: 100, lockRetries: 100}

describe.each(servers)('$server', ({dialect, server, url}) => {
  let world: World
  beforeEach(async () => {
    world = await createWorld(url, setup)
  })
  afterEach(() => world.remove())

  const shape = async (table: string): Promise<string> =>
    String((await world.query(`SHOW CREATE TABLE ${table}`))[0]?.['Create Table'])
  const children = async (): Promise<string[]> => [await shape('entry'), await shape('transfer')]
  const tables = async (): Promise<unknown[]> => (await world.query('SHOW TABLES')).flatMap((row) => Object.values(row))

  /** Numbers of indexes and tables as InnoDB has them: one that is built anew has another. */
  const built = (): Promise<unknown> =>
    world.query(
      dialect === 'mysql'
        ? `SELECT t.NAME, i.NAME, i.INDEX_ID FROM information_schema.INNODB_INDEXES i
           JOIN information_schema.INNODB_TABLES t USING (TABLE_ID)
           WHERE t.NAME IN (concat(database(), '/entry'), concat(database(), '/transfer')) ORDER BY 3`
        : `SELECT t.NAME, i.NAME, i.INDEX_ID FROM information_schema.INNODB_SYS_INDEXES i
           JOIN information_schema.INNODB_SYS_TABLES t USING (TABLE_ID)
           WHERE t.NAME IN (concat(database(), '/entry'), concat(database(), '/transfer')) ORDER BY 3`
    )

  async function expectHeld(): Promise<void> {
    expect(
      await world.query(
        `SELECT id FROM entry WHERE account NOT IN (SELECT id FROM account)
         UNION ALL SELECT id FROM transfer WHERE origin NOT IN (SELECT id FROM account)
         UNION ALL SELECT id FROM transfer WHERE target NOT IN (SELECT id FROM account)`
      )
    ).toEqual([])
    await expect(world.query('INSERT INTO entry VALUES (999999, 999999)')).rejects.toThrow('foreign key')
    await expect(world.query('DELETE FROM account WHERE id = 1')).rejects.toThrow('foreign key')
    await world.query('INSERT INTO account (id) VALUES (500000)')
    await world.query('INSERT INTO entry VALUES (500000, 500000)')
    await world.query('INSERT INTO transfer VALUES (500000, 2, 500000)')
    await world.query('DELETE FROM account WHERE id = 500000')
    expect(await world.query('SELECT * FROM entry WHERE id = 500000')).toEqual([])
    expect(await world.query('SELECT target FROM transfer WHERE id = 500000')).toEqual([{target: null}])
  }

  test('they hold all the time, keep names and indexes, and no writer meets an error', async () => {
    const [before, numbers] = [await children(), await built()]
    const writers = await startWork(world, 3, async (session, id) => {
      await session.query('INSERT INTO account (id, qty) VALUES (?, 1)', [id])
      await session.query('INSERT INTO entry VALUES (?, ?)', [id, id])
      await session.query('COMMIT')
      await session.query('START TRANSACTION')
      await session.query('INSERT INTO transfer VALUES (?, 1, ?)', [id, id])
      await session.query('COMMIT')
      await session.query('START TRANSACTION')
      if (id % 2 === 0) await session.query('DELETE FROM account WHERE id = ?', [id])
    })
    const {outcome} = await applyPlan(await shadowPlan(world, change), world.url, {settings})
    const atTheEnd = writers.state.done
    await expect.poll(() => writers.state.done).toBeGreaterThan(atTheEnd + 20)

    expect(await writers.stop()).toEqual([])
    expect(outcome).toEqual({status: 'done'})
    expect(writers.state.done).toBeGreaterThan(writers.state.ended)
    expect(await children()).toEqual(before)
    expect(await built()).toEqual(numbers)
    expect(await shape('account')).toContain('bigint')
    await expectHeld()
  })

  /** Statements among which the keys are nobody's, or the copy's, for a moment. */
  const moments: Array<[RegExp, Cut[]]> = [
    [/^CREATE TABLE `account_sqlsafe_\w+_try`/, ['answer']],
    [/^ALTER TABLE \S+ RENAME INDEX `account` TO/, ['answer', 'at once']],
    [/^ALTER TABLE \S+`entry` DROP FOREIGN KEY `entry_ibfk_1`/, ['before', 'answer', 'at once']],
    [/^ALTER TABLE \S+`transfer` DROP FOREIGN KEY `from`/, ['answer', 'at once']],
    [/^RENAME TABLE `account` TO/, ['before', 'at once', 'answer']],
    [/^ALTER TABLE \S+`entry` DROP FOREIGN KEY `account_sqlsafe/, ['before', 'answer']],
    [/^ALTER TABLE \S+`transfer` DROP FOREIGN KEY `account_sqlsafe/, ['at once', 'answer']],
    [/^SELECT DISTINCT CAST\(c/, ['answer']]
  ]

  // What both versions of MariaDB do alike is tried on one.
  const testOnce = test.skipIf(server === 'MariaDB 11.8')

  testOnce('they are put right whenever a line is cut', async () => {
    const before = await children()
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
    // Those after the renaming come once.
    expect(left.length).toBeLessThan(5)
    expect(await children()).toEqual(before)
    expect(await tables()).toEqual(['account', names.kept.name, 'entry', 'transfer'])
    await expectHeld()
  })

  /** Carry out all steps until the swap gets no lock. */
  async function applyUpToSwap(): Promise<Plan> {
    const plan = await shadowPlan(world, change)
    const stop = new AbortController()
    await applyPlan(plan, world.url, {
      settings,
      afterBatch: stop.signal,
      onEvent(event) {
        if (event.type === 'step-begin' && event.step.endsWith('swap')) stop.abort()
      }
    })
    const reader = await world.connect()
    await reader.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
    await reader.query('START TRANSACTION')
    await reader.query('SELECT count(*) FROM account')
    const applying = applyPlan(plan, world.url, {settings: {...settings, lockRetries: 0, lockTimeoutMs: 1000}})
    await expect(applying).rejects.toThrow('got no lock')
    await reader.query('COMMIT')
    return plan
  }

  async function takeRunBack(): Promise<void> {
    const engine = await openEngine(world.url)
    try {
      await engine.hold()
      const [run] = await engine.journal.findOpen()
      if (!run) throw new Error('Unexpected lack of a run, expected one to take back')
      await takeBack(run, await reversalsOf(run, engine), engine, () => undefined)
    } finally {
      await engine.close()
    }
  }

  /** What a process leaves that is ended after the keys were turned, and before the tables changed places. */
  const turned = `SET foreign_key_checks = 0; ALTER TABLE entry DROP FOREIGN KEY entry_ibfk_1,
    ADD CONSTRAINT ${names.shadow.name.replace(/new$/, 'in0')} FOREIGN KEY (account)
      REFERENCES ${names.shadow.name} (id) ON DELETE CASCADE`.split(/;\s+/)

  testOnce(
    'where a process ended among them the next puts them back first, and tells which rows are left alone',
    async () => {
      const before = await children()
      const plan = await applyUpToSwap()
      const killed = await world.connect()
      for (const sql of turned) await killed.query(sql)
      expect(await children()).not.toEqual(before)
      await world.query('DELETE FROM account WHERE id = 200')
      await expect(applyPlan(plan, world.url, {settings})).rejects.toThrow(/entry.*entry_ibfk_1.*account` = 200/)
      expect(await children()).toEqual(before)
      await world.query('DELETE FROM entry WHERE account = 200')
      expect((await applyPlan(plan, world.url, {settings})).outcome).toEqual({status: 'done'})
      expect(await children()).toEqual(before)
      await expectHeld()
    }
  )

  testOnce('taking the run back puts them back too', async () => {
    const before = [...(await children()), await shape('account')]
    await applyUpToSwap()
    const killed = await world.connect()
    for (const sql of turned) await killed.query(sql)
    // It may end among those that claim an index too.
    await killed.query(`ALTER TABLE entry RENAME INDEX account TO ${names.shadow.name.replace(/new$/, 'in0')}`)
    await takeRunBack()
    expect([...(await children()), await shape('account')]).toEqual(before)
    expect(await tables()).toEqual(['account', 'entry', 'transfer'])
    await expectHeld()
  })

  testOnce('taking it back tells which rows were left alone, once nothing of the copy is there', async () => {
    await applyUpToSwap()
    const killed = await world.connect()
    for (const sql of turned) await killed.query(sql)
    await world.query('DELETE FROM account WHERE id = 200')
    await expect(takeRunBack()).rejects.toThrow(/entry.*entry_ibfk_1.*account` = 200/)
    expect(await tables()).toEqual(['account', 'entry', 'transfer'])
    await takeRunBack()
  })

  describe('where a process ended while the table had its own keys no more', () => {
    beforeEach(async () => {
      await world.query('CREATE TABLE owner (id int PRIMARY KEY)')
      await world.query('INSERT INTO owner VALUES (1), (2)')
      await world.query(
        // MariaDB, where keys are taken, makes the index: it is called as the column, and the key otherwise.
        `ALTER TABLE account ADD owner int, ${dialect === 'mysql' ? 'ADD KEY (owner), ' : ''}ADD FOREIGN KEY (owner) REFERENCES owner (id)`
      )
      await world.query('UPDATE account SET owner = 2 WHERE id = 7')
    })
    const taken = async (): Promise<void> => {
      await world.query('ALTER TABLE account DROP FOREIGN KEY account_ibfk_1')
      await world.query('DELETE FROM owner WHERE id = 2')
    }

    testOnce('the next puts them back first, and tells the query for rows that they do not allow', async () => {
      const before = await shape('account')
      const plan = await applyUpToSwap()
      await taken()
      await expect(applyPlan(plan, world.url, {settings})).rejects.toThrow(
        /key account_ibfk_1 does not allow.*`SELECT c\.\*/
      )
      expect(await shape('account')).toBe(before)
      await world.query('UPDATE account SET owner = 1 WHERE id = 7')
      expect((await applyPlan(plan, world.url, {settings})).outcome).toEqual({status: 'done'})
      await expect(world.query('DELETE FROM owner WHERE id = 1')).rejects.toThrow('foreign key')
    })

    testOnce('so does taking it back', async () => {
      const before = await shape('account')
      await applyUpToSwap()
      await taken()
      await expect(takeRunBack()).rejects.toThrow(/key account_ibfk_1 does not allow/)
      expect(await shape('account')).toBe(before)
      expect(await tables()).toEqual(['account', 'entry', 'owner', 'transfer'])
      await takeRunBack()
    })
  })

  testOnce('rows that referred to nothing before are no reason to stop', async () => {
    const careless = await world.connect()
    await careless.query('SET foreign_key_checks = 0')
    await careless.query('INSERT INTO entry VALUES (777777, 777777)')
    const {outcome} = await applyPlan(await shadowPlan(world, change), world.url, {settings})
    expect(outcome).toEqual({status: 'done'})
  })

  testOnce(
    'a column with another name is followed, of another database too; one that no longer fits stops it',
    async () => {
      const other = `${world.name}_other`
      await world.query(`CREATE DATABASE ${other}`)
      try {
        await world.query(
          `CREATE TABLE ${other}.\`Ü 漢\` (id int PRIMARY KEY, CONSTRAINT odd FOREIGN KEY (id) REFERENCES ${world.name}.account (id))`
        )
        const misfit = ofAccount(['ALTER TABLE {{table}} MODIFY id bigint AUTO_INCREMENT'])
        const before = await children()
        await expect(applyPlan(await shadowPlan(world, misfit), world.url, {settings})).rejects.toThrow(
          /foreign key odd of Ü 漢 cannot refer to the new shape/
        )
        expect(await children()).toEqual(before)
        expect(await tables()).toEqual(['account', 'entry', 'transfer'])
        await takeRunBack()
        const renamed = ofAccount(['ALTER TABLE {{table}} CHANGE id number int AUTO_INCREMENT'], {number: '`id`'})
        const {outcome} = await applyPlan(await shadowPlan(world, renamed), world.url, {settings})
        expect(outcome).toEqual({status: 'done'})
        expect(await shape(`${other}.\`Ü 漢\``)).toContain(`REFERENCES \`${world.name}\`.\`account\` (\`number\`)`)
        expect(await children()).toEqual(
          before.map((text) => text.replaceAll('`account` (`id`)', '`account` (`number`)'))
        )
      } finally {
        await world.query(`DROP DATABASE ${other}`)
      }
    }
  )

  testOnce('they are said before anything is made, with what is needed for them', async () => {
    const engine = await openEngine(world.url)
    try {
      const {findings} = await prepare(await shadowPlan(world, change), engine, defaultSettings)
      expect(findings.filter(({check}) => check.startsWith('shadow-'))).toEqual([
        expect.objectContaining({
          check: 'shadow-incoming-keys',
          severity: 'warning',
          text: expect.stringMatching(/`entry_ibfk_1` of `entry`, `from` of `transfer`, `to ☃` of `transfer`/) as string
        })
      ])
    } finally {
      await engine.close()
    }
  })

  test('a column that would hold other values for those who refer to it stops it; a longer one does not', async () => {
    const [bin, moment] = ['varchar(9) COLLATE utf8mb4_bin', 'datetime(6) NOT NULL']
    await world.query(`ALTER TABLE account ADD code ${bin}, ADD at ${moment} DEFAULT '2026-01-01', ADD UNIQUE (code)`)
    await world.query('UPDATE account SET code = id, at = at + INTERVAL id SECOND')
    await world.query('ALTER TABLE account ADD UNIQUE (at)')
    await world.query(
      `CREATE TABLE told (code ${bin}, at ${moment},
         CONSTRAINT coded FOREIGN KEY (code) REFERENCES account (code), CONSTRAINT dated FOREIGN KEY (at) REFERENCES account (at))`
    )
    const refused: Array<[string[], RegExp, string[]]> = [
      [['ALTER TABLE {{table}} MODIFY at datetime NOT NULL'], /dated of told cannot refer.*at would be datetime/, []],
      [['ALTER TABLE {{table}} MODIFY code varchar(8) COLLATE utf8mb4_bin'], /coded of told.*varchar\(8\)/, []],
      [
        ['ALTER TABLE {{table}} DROP KEY code, DROP code', `ALTER TABLE {{table}} ADD code ${bin}, ADD UNIQUE (code)`],
        /coded of told.*code would not be copied/,
        ['code']
      ]
    ]
    for (const [changes, reason, fresh] of refused) {
      const plan = await shadowPlan(world, ofAccount(changes, {}, fresh))
      await expect(applyPlan(plan, world.url, {settings})).rejects.toThrow(reason)
      await takeRunBack()
    }
    const longer = ofAccount(['ALTER TABLE {{table}} MODIFY code varchar(20) COLLATE utf8mb4_bin'])
    const {outcome} = await applyPlan(await shadowPlan(world, longer), world.url, {settings})
    expect(outcome).toEqual({status: 'done'})
  })

  test.runIf(dialect === 'mysql')(
    'one of a table that the account may not see stops it, with what to grant',
    async () => {
      const [other, account] = [`${world.name}_other`, `u${world.name.slice(-10)}`]
      await world.query(`CREATE DATABASE ${other}`)
      try {
        await world.query(`CREATE USER ${account}@'%'`)
        await world.query(`GRANT ALL ON ${world.name}.* TO ${account}@'%'`)
        await world.query(`GRANT ALL ON sqlsafe.* TO ${account}@'%'`)
        await world.query(
          `GRANT PROCESS, SUPER, REPLICATION SLAVE, REPLICATION CLIENT, SET_ANY_DEFINER, SYSTEM_VARIABLES_ADMIN ON *.* TO ${account}@'%'`
        )
        await world.query(`GRANT SELECT ON performance_schema.* TO ${account}@'%'`)
        const limited = new URL(world.url)
        limited.username = account
        const child = `CREATE TABLE ${other}.\`Kind ☃\` (id int PRIMARY KEY, CONSTRAINT unseen FOREIGN KEY (id) REFERENCES ${world.name}.account (id))`
        await world.query(child)
        const engine = await openEngine(limited.href)
        try {
          const {findings} = await prepare(await shadowPlan(world, change), engine, defaultSettings)
          const errors = findings.filter(({severity}) => severity === 'error').map(({text}) => text)
          expect(errors).toContainEqual(expect.stringMatching(/may not see \(unseen of \S+_other\.Kind ☃\).*GRANT/))
          expect(errors).toContainEqual(
            expect.stringMatching(/`GRANT ALTER, CREATE, INSERT ON `\w+_other`.`Kind ☃` TO/)
          )
        } finally {
          await engine.close()
        }
        await world.query(`DROP TABLE ${other}.\`Kind ☃\``)
        const before = await shape('account')
        let making: Promise<unknown> | undefined
        const applying = applyPlan(await shadowPlan(world, change), limited.href, {
          settings,
          onEvent(event) {
            if (event.type === 'step-begin' && event.step.endsWith('check')) making = world.query(child)
          }
        })
        await expect(applying).rejects.toThrow(/may not see \(unseen of/)
        await making
        expect(await shape('account')).toBe(before)
      } finally {
        await world.query(`DROP DATABASE ${other}`)
        await world.query(`DROP USER IF EXISTS ${account}@'%'`)
      }
    }
  )
})

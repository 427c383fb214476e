/** The moment in which a copy takes a MySQL table's place, and what can come between. */
import type mysql from 'mysql2/promise'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {namesOf} from '../../../../src/apply/mysql/shadow/names.js'
import type {Plan} from '../../../../src/plan/plan.js'
import type {ApplyEvent} from '../../../../src/apply/events.js'
import {applyPlan} from '../world.js'
import type {Applied, ApplyRun} from '../world.js'
import type {Turn} from '../writers.js'
import {startProxy} from './proxy.js'
import type {Cut} from './proxy.js'
import {ofAccount, shadowPlan} from './shadow/steps.js'
import {createWorld, servers} from './world.js'
import type {World} from './world.js'
import {startWriters} from './writers.js'

const rows = 600
const columns = 'id int NOT NULL AUTO_INCREMENT PRIMARY KEY, qty int NOT NULL, note varchar(9)'
const values = Array.from({length: rows}, (_, index) => `(${String(index)})`)
const setup = ['account', 'account_twin'].flatMap((name) => [
  `CREATE TABLE ${name} (${columns})`,
  `INSERT INTO ${name} (qty) VALUES ${values.join(', ')}`
])
const change = 'MODIFY qty bigint NOT NULL, ADD KEY by_qty (qty)'
const input = ofAccount([`ALTER TABLE {{table}} ${change}`])
const names = namesOf(input)
const settings = {batchRows: 100, maxBatchRows: 100, lockTimeoutMs: 1000, lockRetries: 100}

function nextWrite(random: (limit: number) => number): Turn {
  const [id, qty] = [random(rows) + 1, random(1000)]
  return {
    key: 1,
    write: (table) =>
      qty % 3 === 0
        ? {sql: `DELETE FROM ${table} WHERE id = ?`, values: [id]}
        : {
            sql: `INSERT INTO ${table} (id, qty) VALUES (?, ?) ON DUPLICATE KEY UPDATE qty = VALUES(qty)`,
            values: [id, qty]
          }
  }
}

describe.each(servers.slice(0, 2))('$server', ({dialect, url}) => {
  let world: World
  let plan: Plan
  beforeEach(async () => {
    world = await createWorld(url, setup)
    plan = await shadowPlan(world, input)
  })
  afterEach(() => world.remove())

  const content = (table: string): Promise<unknown> => world.query(`SELECT * FROM ${table} ORDER BY id`)
  const apply = (run: ApplyRun = {}, of = plan): Promise<Applied> => applyPlan(of, world.url, {settings, ...run})

  /** Carry out all steps before one. */
  async function applyUpTo(kind: string): Promise<void> {
    const stop = new AbortController()
    const {outcome} = await apply({
      afterBatch: stop.signal,
      onEvent(event) {
        if (event.type === 'step-begin' && event.step.endsWith(kind)) stop.abort()
      }
    })
    expect(outcome).toEqual({status: 'stopped'})
  }

  async function expectLikeTwin(): Promise<void> {
    await world.query(`ALTER TABLE account_twin ${change}`)
    expect(await content('account')).toEqual(await content('account_twin'))
  }

  /** Sessions of this database that wait for a lock of a table. */
  const waiting = (): Promise<unknown[]> =>
    world.query(
      "SELECT info FROM information_schema.processlist WHERE db = DATABASE() AND state LIKE 'Waiting for table%lock'"
    )

  async function session(...statements: string[]): Promise<mysql.Connection> {
    const connection = await world.connect()
    for (const sql of statements) await connection.query(sql)
    return connection
  }

  const committed = 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED'

  test.each([
    ['reader', 'SELECT count(*) FROM account'],
    ['writer', "UPDATE account SET note = 'x' WHERE id = 1"]
  ])('gives way to a %s in a long transaction, and says who it is', async (_, statement) => {
    await applyUpTo('swap')
    const blocker = await session(committed, 'START TRANSACTION', statement)
    // What the application may have to wait behind us is over before its own patience is.
    const application = await session('SET SESSION lock_wait_timeout = 20, innodb_lock_wait_timeout = 20')
    const retries: ApplyEvent[] = []
    let isEnded: Promise<unknown> | undefined
    const running = apply({
      onEvent(event) {
        if (event.type !== 'retry') return
        retries.push(event)
        if (retries.length === 2) isEnded = blocker.query('COMMIT')
      }
    })
    while (retries.length < 2) await application.query('UPDATE account SET qty = qty + 1 WHERE id = 2')
    const {outcome} = await running
    await isEnded
    expect(outcome).toEqual({status: 'done'})
    expect(retries.flatMap((event) => (event.type === 'retry' ? event.blockers : []))).toContainEqual(
      expect.objectContaining({pid: blocker.threadId})
    )
    expect(await waiting()).toEqual([])
    expect(await world.query('SELECT count(*) AS n FROM account')).toEqual([{n: rows}])
  })

  test('leaves no queue behind where it gives up for good', async () => {
    await applyUpTo('swap')
    const blocker = await session(committed, 'START TRANSACTION', 'SELECT count(*) FROM account')
    await expect(apply({settings: {...settings, lockTimeoutMs: 2000, lockRetries: 1}})).rejects.toThrow(
      new RegExp(`got no lock in 2 tries.*process ${String(blocker.threadId)}`)
    )
    expect(await waiting()).toEqual([])
    const application = await session('SET SESSION lock_wait_timeout = 1')
    await application.query("INSERT INTO account (qty, note) VALUES (1, 'after')")
    await blocker.query('COMMIT')
  })

  test('without waiting, an old snapshot would miss the rows of the new table, or the table', async () => {
    const before = await session('START TRANSACTION WITH CONSISTENT SNAPSHOT')
    await world.query('CREATE TABLE filled LIKE account')
    const between = await session('START TRANSACTION WITH CONSISTENT SNAPSHOT')
    await world.query('INSERT INTO filled SELECT * FROM account')
    await world.query('RENAME TABLE account TO gone, filled TO account')
    await expect(before.query('SELECT count(*) AS n FROM account')).rejects.toThrow('Table definition has changed')
    expect((await between.query('SELECT count(*) AS n FROM account'))[0]).toEqual([{n: 0}])
  })

  test('waits for snapshots that are older than the copy, begun before it and while it was made', async () => {
    const before = await session('START TRANSACTION WITH CONSISTENT SNAPSHOT')
    await applyUpTo('copy')
    const between = await session('START TRANSACTION WITH CONSISTENT SNAPSHOT')
    const seen: string[] = []
    const running = apply({
      onEvent(event) {
        if (event.type === 'say') seen.push(event.text)
      }
    })
    const counts: unknown[] = []
    for (const reader of [before, between]) {
      await expect.poll(() => seen.some((text) => text.includes(`session ${String(reader.threadId)},`))).toBe(true)
      counts.push((await reader.query('SELECT count(*) AS n FROM account'))[0])
      await reader.query('COMMIT')
    }
    expect((await running).outcome).toEqual({status: 'done'})
    expect(counts).toEqual([[{n: rows}], [{n: rows}]])
    await expectLikeTwin()
  })

  test('rows of the copy that are wrong are found and brought again', async () => {
    await applyUpTo('check')
    await world.query(`UPDATE ${names.shadow.sql} SET qty = qty + 1 WHERE id = 5`)
    await world.query(`DELETE FROM ${names.shadow.sql} WHERE id = 250`)
    await world.query(`INSERT INTO ${names.shadow.sql} (id, qty) VALUES (100000, 1)`)
    const {events} = await apply()
    const said = events.flatMap((event) => (event.type === 'say' ? [event.text] : []))
    expect(said).toContainEqual(expect.stringMatching(/rows of the copy were wrong .* key 5$/))
    await expectLikeTwin()
  })

  test('rows that are compared are counted, from both sides where the order of keys changes', async () => {
    await world.query('CREATE TABLE named (id char(9) PRIMARY KEY, qty int)')
    await world.query('INSERT INTO named SELECT id, qty FROM account')
    const named = {
      ...ofAccount(['ALTER TABLE {{table}} MODIFY id char(9) COLLATE utf8mb4_bin']),
      table: {schema: '', name: 'named'}
    }
    const counting = await shadowPlan(world, [input, named], 'shadow-check')
    const {events} = await apply({settings: {...settings, batchRows: 250, maxBatchRows: 250}}, counting)
    const ends = events.filter((event) => event.type === 'step-end' && event.step.endsWith('check'))
    expect(ends).toEqual([expect.objectContaining({rows}), expect.objectContaining({rows: 2 * rows})])
  })

  test('a row too many is not hidden by one that came in while it was looked for', async () => {
    await applyUpTo('check')
    await world.query(`INSERT INTO ${names.shadow.sql} (id, qty) VALUES (100000, 1)`)
    // It is in the log, and not in the copy: both have as many rows.
    await world.query("INSERT INTO account (id, qty, note) VALUES (100001, 2, 'late')")
    await world.query("INSERT INTO account_twin (id, qty, note) VALUES (100001, 2, 'late')")
    // Written as well, and not brought yet: that is no reason to call them wrong.
    for (const name of ['account', 'account_twin']) {
      await world.query(`UPDATE ${name} SET note = 'late' WHERE id < 20`)
      await world.query(`DELETE FROM ${name} WHERE id = 30`)
    }
    const {events} = await apply()
    const said = events.flatMap((event) => (event.type === 'say' ? [event.text] : []))
    expect(said).toEqual(expect.arrayContaining([expect.stringMatching(/^1 rows .* wrong .* key 100000$/)]))
    expect(said.filter((text) => text.includes('wrong'))).toHaveLength(1)
    await expectLikeTwin()
  })

  test('a copy that fails its check is never swapped in, also by another run', async () => {
    const random = ofAccount([`ALTER TABLE {{table}} ${change}`], {note: 'LEFT(uuid(), 8)'})
    const before = await world.query('SHOW CREATE TABLE account')
    const failing = await shadowPlan(world, random)
    for (let run = 0; run < 3; run++) {
      await expect(apply({}, failing)).rejects.toThrow('wrong again in pass 3')
    }
    expect(await world.query('SHOW CREATE TABLE account')).toEqual(before)
    expect(await content('account')).toEqual(await content('account_twin'))
  })

  test('waits for the swap of another database, while the application goes on', async () => {
    await applyUpTo('swap')
    const other = await session("SELECT get_lock('sqlsafe swap', 10)")
    const reader = await session()
    let [isOver, waits] = [false, false]
    const running = apply({
      onEvent(event) {
        if (event.type === 'say') waits ||= event.text.includes(`session ${String(reader.threadId)},`)
      }
    }).finally(() => {
      isOver = true
    })
    await expect
      .poll(() =>
        world.query("SELECT 1 FROM information_schema.processlist WHERE db = DATABASE() AND state = 'User lock'")
      )
      .toHaveLength(1)
    for (const name of ['account', 'account_twin']) await world.query(`UPDATE ${name} SET note = 'then' WHERE id = 3`)
    // What was written before it, and is brought to the new table after it, it would not see there.
    await reader.query('START TRANSACTION WITH CONSISTENT SNAPSHOT')
    await other.query("SELECT release_lock('sqlsafe swap')")
    await expect.poll(() => isOver || waits).toBe(true)
    expect((await reader.query('SELECT note FROM account WHERE id = 3'))[0]).toEqual([{note: 'then'}])
    await reader.query('COMMIT')
    expect((await running).outcome).toEqual({status: 'done'})
    await expectLikeTwin()
    const [free] = await other.query("SELECT get_lock('sqlsafe swap', 10) AS got")
    expect(free).toEqual([{got: 1}])
  })

  test('waits for who began before rows that were brought while it waited for others', async () => {
    await applyUpTo('swap')
    const [before, between] = [await session(), await session()]
    await before.query('START TRANSACTION WITH CONSISTENT SNAPSHOT')
    let [isOver, rounds, waits] = [false, 0, false]
    const running = apply({
      onEvent(event) {
        if (event.type !== 'say') return
        if (event.text.includes(`session ${String(before.threadId)},`)) rounds++
        waits ||= event.text.includes(`session ${String(between.threadId)},`)
      }
    }).finally(() => {
      isOver = true
    })
    const untilRound = (round: number) => expect.poll(() => rounds).toBeGreaterThanOrEqual(round)
    // The server tells only whole seconds of who began when.
    await untilRound(4)
    for (const name of ['account', 'account_twin']) await world.query(`UPDATE ${name} SET note = 'then' WHERE id = 3`)
    await between.query('START TRANSACTION WITH CONSISTENT SNAPSHOT')
    // In each round what the log has is brought.
    await untilRound(rounds + 2)
    await before.query('COMMIT')
    await expect.poll(() => isOver || waits).toBe(true)
    expect((await between.query('SELECT note FROM account WHERE id = 3'))[0]).toEqual([{note: 'then'}])
    await between.query('COMMIT')
    expect((await running).outcome).toEqual({status: 'done'})
    await expectLikeTwin()
  })

  /** Statements of the swap, in their order. */
  const moments: Array<[RegExp, Cut[]]> = [
    ...(dialect === 'mariadb'
      ? ([[/^CREATE TABLE `account_sqlsafe_\w+_old`/, ['before', 'answer']]] satisfies Array<[RegExp, Cut[]]>)
      : []),
    [/^LOCK TABLES/, ['before', 'answer', 'at once']],
    [/^DELETE n FROM/, ['before', 'answer']],
    [/^DELETE l FROM/, ['before', 'answer']],
    ...(dialect === 'mariadb'
      ? ([
          [/^RENAME TABLE `account` TO/, ['before', 'at once', 'at once']],
          [/^SELECT 1 AS waits/, ['before', 'answer']],
          [/^DROP TABLE `account_sqlsafe_\w+_old`/, ['before']],
          [/^DROP TABLE `account_sqlsafe_\w+_old`/, ['at once']]
        ] satisfies Array<[RegExp, Cut[]]>)
      : ([
          [/^RENAME TABLE `account` TO/, ['before', 'answer']],
          // The new one goes away and comes back, in one.
          [/^RENAME TABLE `account_sqlsafe/, ['at once', 'answer']]
        ] satisfies Array<[RegExp, Cut[]]>)),
    [/^UNLOCK TABLES/, ['before', 'answer']],
    [/^DROP TRIGGER/, ['before', 'answer']],
    [/^DROP TABLE IF EXISTS `account_sqlsafe_\w+_log`/, ['before', 'answer']],
    [/^DROP TABLE IF EXISTS `account_sqlsafe_\w+_record`/, ['before', 'answer']]
  ]

  test('is whole whenever a line of it is cut: no write lost, no table gone, the answer looked for', async () => {
    await applyUpTo('swap')
    const left = moments.flatMap(([pattern, cuts]) => cuts.map((cut) => ({pattern, cut})))
    const expected = left.length
    const done: string[] = []
    const proxy = await startProxy(world.url, (sql) => {
      const index = left.findIndex(({pattern}) => pattern.test(sql))
      if (index === -1) return undefined
      const [{cut} = {cut: undefined}] = left.splice(index, 1)
      done.push(`${sql.slice(0, 30)} ${cut ?? ''}`)
      return cut
    })
    const writers = await startWriters(world, ['account', 'account_twin'], 2, nextWrite)
    try {
      const {outcome} = await applyPlan(plan, proxy.url, {settings})
      expect(outcome).toEqual({status: 'done'})
    } finally {
      expect(await writers.stop()).toEqual([])
      await proxy.close()
    }
    await expectLikeTwin()
    // Once the tables have changed places what comes before is not asked for again.
    expect(done.length).toBeGreaterThan(expected / 2)
    expect(done.some((each) => each.startsWith('RENAME'))).toBe(true)
    expect(await world.query('SHOW TRIGGERS')).toEqual([])
    expect((await world.query('SHOW TABLES')).flatMap((row) => Object.values(row))).toEqual([
      'account',
      names.kept.name,
      'account_twin'
    ])
  })
})

describe.each(servers.slice(1))('the session that renames on $server', ({url}) => {
  let world: World
  beforeEach(async () => {
    world = await createWorld(url)
  })
  afterEach(() => world.remove())

  test.each(['account', 'Zoo', 'größe', '注文', '~', 'a'.repeat(64)])(
    'waits at the table %s, and holds nothing else meanwhile',
    async (name) => {
      const {kept, shadow, source} = namesOf({...input, table: {schema: '', name}})
      for (const {sql} of [source, shadow]) await world.query(`CREATE TABLE ${sql} (id int PRIMARY KEY)`)
      const [locker, renamer, other] = await Promise.all([world.connect(), world.connect(), world.connect()])
      await locker.query(`LOCK TABLES ${source.sql} WRITE`)
      const renaming = renamer.query(`RENAME TABLE ${source.sql} TO ${kept.sql}, ${shadow.sql} TO ${source.sql}`)
      const locks = (): Promise<unknown[]> =>
        world.query(
          `SELECT object_name AS name, lock_type AS type, lock_status AS status FROM performance_schema.metadata_locks m
           JOIN performance_schema.threads t ON t.thread_id = m.owner_thread_id
           WHERE t.processlist_id = ? AND m.object_type = 'TABLE'`,
          [renamer.threadId]
        )
      await expect.poll(locks).toEqual([{name, type: 'EXCLUSIVE', status: 'PENDING'}])
      await other.query('SET SESSION lock_wait_timeout = 1')
      await other.query(`INSERT INTO ${shadow.sql} VALUES (1)`)
      // What wants to write now gets its turn after the renaming: it finds the new table.
      const writing = other
        .query('SET SESSION lock_wait_timeout = 60')
        .then(() => other.query(`INSERT INTO ${source.sql} VALUES (2)`))
      await expect
        .poll(() =>
          world.query('SELECT 1 FROM information_schema.processlist WHERE id = ? AND state LIKE ?', [
            other.threadId,
            'Waiting%'
          ])
        )
        .toHaveLength(1)
      await locker.query('UNLOCK TABLES')
      await Promise.all([renaming, writing])
      expect(await world.query(`SELECT id FROM ${source.sql}`)).toEqual([{id: 1}, {id: 2}])
      expect(await world.query(`SELECT id FROM ${kept.sql}`)).toEqual([])
    }
  )
})

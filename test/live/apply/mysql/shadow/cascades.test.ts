/** Foreign keys that change rows of the table by themselves, on a server that fires triggers for them when told to. */
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {prepare} from '../../../../../src/apply/run/apply.js'
import {openEngine} from '../../../../../src/apply/run/open-engine.js'
import {defaultSettings} from '../../../../../src/apply/settings.js'
import type {MysqlConnection} from '../../../../../src/apply/mysql/connect.js'
import {applyPlan} from '../../world.js'
import {startServer} from '../own-server.js'
import type {OwnServer} from '../own-server.js'
import {createWorld} from '../world.js'
import type {World} from '../world.js'
import {ofAccount, shadowPlan} from './steps.js'

const rows = 400
const numbers = Array.from({length: rows}, (_, index) => index + 1)
const account =
  '(id int, owner int, boss int, qty int, PRIMARY KEY (id), FOREIGN KEY (owner) REFERENCES owner_of (id) ON DELETE CASCADE ON UPDATE CASCADE, FOREIGN KEY (boss) REFERENCES boss_of (id) ON DELETE SET NULL)'
/** A table and its twin have parents of their own, which are written alike. */
const setup = ['account', 'twin'].flatMap((name) => [
  `CREATE TABLE owner_${name} (id int PRIMARY KEY)`,
  `CREATE TABLE boss_${name} (id int PRIMARY KEY, owner int, FOREIGN KEY (owner) REFERENCES owner_${name} (id) ON DELETE CASCADE ON UPDATE CASCADE)`,
  `CREATE TABLE ${name} ${account.replace('owner_of', `owner_${name}`).replace('boss_of', `boss_${name}`)}`,
  `INSERT INTO owner_${name} VALUES ${numbers.map((i) => `(${String(i)})`).join(', ')}`,
  `INSERT INTO boss_${name} VALUES ${numbers.map((i) => `(${String(i)}, ${String((i * 7) % rows || rows)})`).join(', ')}`,
  `INSERT INTO ${name} VALUES ${numbers.map((i) => `(${String(i)}, ${String(i)}, ${String((i * 3) % rows || rows)}, 1)`).join(', ')}`
])
const change = ofAccount(['ALTER TABLE {{table}} MODIFY qty bigint'])

describe('MySQL 9.7 that fires triggers for cascades', () => {
  let server: OwnServer
  let admin: MysqlConnection
  beforeAll(async () => {
    server = await startServer({kind: 'MySQL 9.7'})
    admin = await server.connect()
  })
  afterAll(() => server.close())
  beforeEach(() => admin.execute('SET GLOBAL enable_cascade_triggers = ON'))

  async function within(work: (world: World) => Promise<void>): Promise<void> {
    const world = await createWorld(server.url, setup)
    try {
      await work(world)
    } finally {
      await world.remove()
    }
  }

  /** What the server does to those who hold one of two tables that we lock is said before: they do it again. */
  async function write(world: World, sql: string, id: number): Promise<void> {
    for (let isDone = false; !isDone;) {
      isDone = await world.query(sql, [id]).then(
        () => true,
        (error: unknown) => {
          if (!/Deadlock/.test(String(error))) throw error
          return false
        }
      )
    }
  }

  async function findings(world: World): Promise<Array<[string, string]>> {
    const engine = await openEngine(world.url)
    try {
      const found = (await prepare(await shadowPlan(world, change), engine, defaultSettings)).findings
      return found.filter(({text}) => /_ibfk_/.test(text)).map(({severity, text}) => [severity, text])
    } finally {
      await engine.close()
    }
  }

  test('each row that a key deletes, moves or empties while the table is copied is brought along', () =>
    within(async (world) => {
      // The session that looks on began before it was on.
      await admin.execute('SET SESSION enable_cascade_triggers = ON')
      expect((await findings(world)).map(([severity]) => severity)).toEqual(['warning', 'warning'])
      let next = 1
      const stop = new AbortController()
      const writing = (async () => {
        while (!stop.signal.aborted && next < rows - 5) {
          for (const name of ['account', 'twin']) {
            await write(world, `DELETE FROM owner_${name} WHERE id = ?`, next)
            await write(world, `UPDATE owner_${name} SET id = id + 1000 WHERE id = ?`, next + 1)
            await write(world, `DELETE FROM boss_${name} WHERE id = ?`, next + 2)
          }
          next += 3
        }
      })()
      const plan = await shadowPlan(world, change)
      const {outcome} = await applyPlan(plan, world.url, {settings: {batchRows: 10, maxBatchRows: 10, lockRetries: 50}})
      const written = next
      stop.abort()
      await writing
      expect(outcome).toEqual({status: 'done'})
      expect(written).toBeGreaterThan(10)
      await world.query('ALTER TABLE twin MODIFY qty bigint')
      const content = (name: string): Promise<unknown> => world.query(`SELECT * FROM ${name} ORDER BY id`)
      expect(await content('account')).toEqual(await content('twin'))
    }))

  test('a server or a session that does not is refused, with what to do', () =>
    within(async (world) => {
      const off = await server.connect()
      await off.execute('SET SESSION enable_cascade_triggers = OFF')
      const [row] = await off.query('SELECT ps_current_thread_id() AS thread')
      expect(await findings(world)).toContainEqual([
        'error',
        expect.stringMatching(`sessions have .* off, let them .*THREAD_ID IN .*\\b${String(row?.['thread'])}\\b`)
      ])
      await off.end()
      await admin.execute('SET GLOBAL enable_cascade_triggers = OFF')
      expect(await findings(world)).toContainEqual([
        'error',
        expect.stringMatching(
          /account_ibfk_1 to owner_account .*ON DELETE CASCADE.* `SET PERSIST enable_cascade_triggers = ON`/
        )
      ])
    }))

  test('a session that turns it off meanwhile stops the run before the tables change places', () =>
    within(async (world) => {
      await admin.execute('SET SESSION enable_cascade_triggers = ON')
      const stop = new AbortController()
      const plan = await shadowPlan(world, change)
      await applyPlan(plan, world.url, {
        afterBatch: stop.signal,
        onEvent(event) {
          if (event.type === 'step-begin' && event.step.endsWith('swap')) stop.abort()
        }
      })
      await world.query('SET SESSION enable_cascade_triggers = OFF')
      await expect(applyPlan(plan, world.url)).rejects.toThrow(
        /may have changed without triggers.*abort, and begin again/
      )
    }))
})

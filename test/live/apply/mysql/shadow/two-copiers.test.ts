/** Two sessions copy at the same time: what the one has brought when the other fails, and what is written meanwhile. */
import {setTimeout as sleep} from 'node:timers/promises'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import type mysql from 'mysql2/promise'
import {applyPlan} from '../../world.js'
import type {Applied} from '../../world.js'
import {createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {ofAccount, shadowPlan} from './steps.js'

const rows = 900
const settings = {batchRows: 200, maxBatchRows: 200, lockTimeoutMs: 20_000, dropOld: true}
const change = 'MODIFY qty bigint NOT NULL'

/** What else is said, such as that a busy server writes pages, is of the swap. */
const saidOfCopy = ({events}: Applied): string[] =>
  events.flatMap((event) => (event.type === 'say' && event.step.endsWith('shadow-copy') ? [event.text] : []))

describe.each(servers)('$server', ({dialect, url}) => {
  let world: World
  beforeEach(async () => {
    world = await createWorld(url, [
      'CREATE TABLE account (shop int NOT NULL, id int NOT NULL, qty int NOT NULL, PRIMARY KEY (shop, id))'
    ])
    const values = Array.from({length: rows}, (_, id) => `(${String(id % 2)}, ${String(id)}, ${String(id)})`)
    await world.query(`INSERT INTO account VALUES ${values.join(', ')}`)
    await world.query('CREATE TABLE twin AS SELECT * FROM account')
  })
  afterEach(() => world.remove())

  const both = async (sql: string): Promise<void> => {
    for (const table of ['account', 'twin']) await world.query(sql.replaceAll('{{t}}', table))
  }

  const copied = async (client: mysql.Connection, table: string): Promise<number> => {
    const [found] = await client.query<mysql.RowDataPacket[]>(`SELECT count(*) AS it FROM ${table}`)
    return Number(found[0]?.['it'])
  }

  /**
   * Carry out, and do something at the moment when another session has committed the second range, and ours, which has
   * copied the first, is about to note that.
   */
  async function between(work: () => Promise<void>): Promise<Applied> {
    const plan = await shadowPlan(world, ofAccount([`ALTER TABLE {{table}} ${change}`]))
    const client = await world.connect()
    await client.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
    let held: Promise<void> | undefined
    const applied = applyPlan(plan, world.url, {
      settings,
      onEvent(event) {
        if (event.type !== 'step-end' || !event.step.endsWith('shadow-capture')) return
        held = (async () => {
          const [found] = await client.query<mysql.RowDataPacket[]>("SHOW TABLES LIKE 'account\\_sqlsafe\\_%\\_record'")
          const record = String(Object.values(found[0] ?? {})[0])
          await client.query('START TRANSACTION')
          await client.query(`SELECT state FROM ${record} WHERE id = 1 FOR UPDATE`)
          while ((await copied(client, record.replace(/record$/, 'new'))) === 0) await sleep(5)
          await work()
          await client.query('COMMIT')
        })()
      }
    })
    await applied.catch(() => undefined)
    await held
    return applied
  }

  const finish = async ({outcome}: Applied): Promise<void> => {
    expect(outcome).toEqual({status: 'done'})
    const content = (table: string): Promise<unknown> => world.query(`SELECT * FROM ${table} ORDER BY shop, id`)
    expect(await content('account')).toEqual(await content('twin'))
  }

  /** In front of the first batch, within either range, and behind them. */
  const write = async (): Promise<void> => {
    await both('INSERT INTO {{t}} VALUES (-1, 1, 1), (0, 201, 5), (0, 601, 5), (1, 2000, 5)')
    await both('UPDATE {{t}} SET qty = -1 WHERE id IN (2, 500, 501, 899)')
    await both('DELETE FROM {{t}} WHERE id IN (4, 502, 503, 897)')
    await both('UPDATE {{t}} SET id = id + 5000 WHERE id IN (6, 504, 505, 895)')
  }

  test('rows of both ranges that are written before it is noted that they are copied', async () => {
    const applied = await between(write)
    await finish(applied)
    const batches = applied.events.flatMap((event) =>
      event.type === 'batch' && event.step.endsWith('shadow-copy') ? [event.rows] : []
    )
    expect(batches.slice(0, 2)).toEqual([400, 400])
    expect(saidOfCopy(applied)).toEqual([])
  })

  test('the session that would have noted it is gone, and the log is brought before the copy goes on', async () => {
    const applied = await between(async () => {
      await write()
      // So many keys are brought at once: those behind the watermark are left out.
      for (let times = 0; times < 3; times++) await both('UPDATE {{t}} SET qty = qty + 1')
      await world.query("SELECT is_used_lock(concat('sqlsafe:', database())) AS pid").then(async ([row]) => {
        await world.query(`KILL ${String(row?.['pid'])}`)
        await world.untilGone(row?.['pid'])
      })
    })
    await finish(applied)
    expect(applied.events.filter(({type}) => type === 'retry')).toEqual([])
    expect(saidOfCopy(applied)).toEqual([expect.stringMatching(/^the connection was lost/)])
  })

  test('the other session is ended', async () => {
    const plan = await shadowPlan(world, ofAccount([`ALTER TABLE {{table}} ${change}`]))
    const client = await world.connect()
    await client.query('START TRANSACTION')
    let ended: Promise<unknown> | undefined
    const applied = await applyPlan(plan, world.url, {
      settings: {...settings, batchRows: 100, maxBatchRows: 100},
      onEvent(event) {
        if (event.type !== 'batch' || !event.step.endsWith('shadow-copy')) return
        ended ??= world
          .query(
            `SELECT ID AS pid FROM information_schema.PROCESSLIST WHERE DB = '${world.name}' AND ID NOT IN
               (is_used_lock(concat('sqlsafe:', database())), CONNECTION_ID(), ?)`,
            [client.threadId]
          )
          .then((found) => Promise.all(found.map(({pid}) => world.kill(pid))))
      }
    })
    await client.query('ROLLBACK')
    expect(ended).toBeDefined()
    await ended
    await finish(applied)
  })

  test.runIf(dialect === 'mariadb')(
    'one goes alone where the counter of the table would keep the other one',
    async () => {
      await world.query(
        'ALTER TABLE account ADD COLUMN number bigint NOT NULL AUTO_INCREMENT, ADD KEY numbers (number)'
      )
      const plan = await shadowPlan(world, ofAccount([`ALTER TABLE {{table}} ${change}`]))
      const {events} = await applyPlan(plan, world.url, {settings})
      const [first] = events.filter(({type}) => type === 'batch')
      expect(first).toMatchObject({rows: 200})
    }
  )
})

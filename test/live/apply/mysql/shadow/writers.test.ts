/** Shadow tables beside an application at work: no error of its, no row lost, nothing left behind. */
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {openEngine} from '../../../../../src/apply/run/open-engine.js'
import {namesOf} from '../../../../../src/apply/mysql/shadow/names.js'
import {reversalsOf, takeBack} from '../../../../../src/apply/run/abort.js'
import type {Turn, Write} from '../../writers.js'
import {applyPlan} from '../../world.js'
import {createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {startWriters} from '../writers.js'
import {ofAccount, shadowPlan} from './steps.js'

const rows = 3000
const columns = 'id int PRIMARY KEY, qty int NOT NULL, mail varchar(20), UNIQUE KEY mails (mail)'
const values = Array.from({length: rows}, (_, index) => `(${String(index + 1)}, ${String(index)}, 'm${String(index)}')`)
const setup = ['account', 'account_twin'].flatMap((name) => [
  `CREATE TABLE ${name} (${columns})`,
  `INSERT INTO ${name} VALUES ${values.join(', ')}`
])
const change = "MODIFY qty bigint NOT NULL, ADD COLUMN note varchar(9) DEFAULT 'x', ADD INDEX by_qty (qty)"
const small = {batchRows: 100, maxBatchRows: 100}

/** Keys are changed, rows come and go, and unique values pass from one row to another. */
function nextWrite(random: (limit: number) => number): Turn {
  const [id, qty, far] = [random(rows + 500) + 1, random(1000), 100_000 + random(2 ** 30)]
  const [first, ...rest]: readonly [Write, ...Write[]] = [
    (table) => ({sql: `UPDATE ${table} SET qty = ? WHERE id = ?`, values: [qty, id]}),
    (table) => ({sql: `UPDATE ${table} SET mail = NULL WHERE id = ?`, values: [id]}),
    (table) => ({sql: `UPDATE ${table} SET mail = ? WHERE id = ? AND mail IS NULL`, values: [`n${String(far)}`, id]}),
    (table) => ({sql: `DELETE FROM ${table} WHERE id = ?`, values: [id]}),
    (table) => ({sql: `UPDATE ${table} SET id = ? WHERE id = ?`, values: [far, id]}),
    (table) => ({
      sql: `INSERT INTO ${table} (id, qty) VALUES (?, ?) ON DUPLICATE KEY UPDATE qty = VALUES(qty)`,
      values: [id, qty]
    })
  ]
  return {key: 1, write: rest[random(rest.length + 1)] ?? first}
}

describe.each(servers)('$server', ({url}) => {
  let world: World
  beforeEach(async () => {
    world = await createWorld(url, setup)
  })
  afterEach(() => world.remove())

  const shape = async (table: string): Promise<string> =>
    String((await world.query(`SHOW CREATE TABLE ${table}`))[0]?.['Create Table']).replaceAll(`\`${table}\``, '`t`')
  const content = (table: string): Promise<unknown> => world.query(`SELECT * FROM ${table} ORDER BY id`)
  const names = async (): Promise<unknown[]> => (await world.query('SHOW TABLES')).flatMap((row) => Object.values(row))

  test('a table is built anew while it is written to', async () => {
    const plan = await shadowPlan(world, ofAccount([`ALTER TABLE {{table}} ${change}`]))
    const writers = await startWriters(world, ['account', 'account_twin'], 3, nextWrite)
    const {outcome} = await applyPlan(plan, world.url, {settings: {...small, dropOld: true}})
    expect(await writers.stop()).toEqual([])
    expect(outcome.status).toBe('done')
    expect(writers.done()).toBeGreaterThan(50)
    await world.query(`ALTER TABLE account_twin ${change}`)
    expect(await shape('account')).toBe(await shape('account_twin'))
    expect(await content('account')).toEqual(await content('account_twin'))
    expect(await names()).toEqual(['account', 'account_twin'])
    expect(await world.query('SHOW TRIGGERS')).toEqual([])
  })

  test('it goes on where its connection is cut in any step, and between batches', async () => {
    const plan = await shadowPlan(world, ofAccount([`ALTER TABLE {{table}} ${change}`]))
    const writers = await startWriters(world, ['account', 'account_twin'], 2, nextWrite)
    const cutters: Array<Promise<unknown>> = []
    const cut = new Set<string>()
    const {events, outcome} = await applyPlan(plan, world.url, {
      settings: small,
      onEvent(event) {
        const when = event.type === 'step-begin' || (event.type === 'batch' && event.done > 500)
        if (!when || cut.has(event.type + event.step)) return
        cut.add(event.type + event.step)
        cutters.push(
          world
            .query("SELECT is_used_lock(concat('sqlsafe:', database())) AS id")
            .then(([row]) => world.kill(row?.['id']))
        )
      }
    })
    await Promise.all(cutters)
    expect(await writers.stop()).toEqual([])
    expect(outcome.status).toBe('done')
    expect(cut.size).toBeGreaterThan(7)
    expect(events.some((event) => event.type === 'say' && event.text.startsWith('the connection was lost'))).toBe(true)
    await world.query(`ALTER TABLE account_twin ${change}`)
    expect(await content('account')).toEqual(await content('account_twin'))
  })

  test('it is taken back before the swap, and leaves nothing', async () => {
    const before = await shape('account')
    const plan = await shadowPlan(world, ofAccount([`ALTER TABLE {{table}} ${change}`]))
    const stop = new AbortController()
    const {outcome} = await applyPlan(plan, world.url, {
      settings: small,
      afterBatch: stop.signal,
      onEvent(event) {
        if (event.type === 'batch' && event.step.endsWith('copy')) stop.abort()
      }
    })
    expect(outcome.status).toBe('stopped')
    expect(await names()).not.toEqual(['account', 'account_twin'])
    const engine = await openEngine(world.url)
    await engine.hold()
    const [run] = await engine.journal.findOpen()
    if (!run) throw new Error('Unexpected lack of a run')
    await takeBack(run, await reversalsOf(run, engine), engine, () => undefined)
    await engine.close()
    expect(await names()).toEqual(['account', 'account_twin'])
    expect(await world.query('SHOW TRIGGERS')).toEqual([])
    expect(await shape('account')).toBe(before)
  })

  test('two rows that would share a unique value stop it, and none is lost', async () => {
    await world.query("UPDATE account SET mail = 'same' WHERE id = 1")
    await world.query("UPDATE account SET mail = 'SAME' WHERE id = 2").catch(() => undefined)
    await world.query('ALTER TABLE account ADD COLUMN code varchar(9) COLLATE utf8mb4_bin')
    await world.query("UPDATE account SET code = IF(id = 10, 'abc', IF(id = 2990, 'ABC', id))")
    const input = ofAccount([
      'ALTER TABLE {{table}} MODIFY code varchar(9) COLLATE utf8mb4_general_ci, ADD UNIQUE (code)'
    ])
    await expect(applyPlan(await shadowPlan(world, input), world.url, {settings: small})).rejects.toThrow(
      /abc|duplicate/i
    )
    expect(await world.query('SELECT count(*) AS n FROM account')).toEqual([{n: rows}])
  })

  test('rows that are gone by TRUNCATE do not come back', async () => {
    const plan = await shadowPlan(world, ofAccount([`ALTER TABLE {{table}} ${change}`]))
    let emptied: Promise<unknown> | undefined
    await applyPlan(plan, world.url, {
      settings: small,
      onEvent(event) {
        if (event.type !== 'batch' || !event.step.endsWith('copy') || event.done < 1000) return
        emptied ??= world
          .query('TRUNCATE account')
          .then(() => world.query('INSERT INTO account (id, qty) VALUES (7, 7)'))
      }
    }).catch((error: unknown) => {
      // To stop and say so is right too.
      expect(String(error)).toContain('Unexpected')
    })
    await emptied
    expect(emptied).toBeDefined()
    expect(await world.query('SELECT id FROM account')).toEqual([{id: 7}])
  })

  test('what is copied anew right before the swap is checked anew', async () => {
    const input = ofAccount([`ALTER TABLE {{table}} ${change}`])
    const plan = await shadowPlan(world, input)
    /** Carry out until something has happened so many times in the step of the swap. */
    const until = async (what: 'step-begin' | 'batch', times: number): Promise<void> => {
      const stop = new AbortController()
      let seen = 0
      const {outcome} = await applyPlan(plan, world.url, {
        settings: small,
        afterBatch: stop.signal,
        onEvent(event) {
          if (event.type === what && event.step.endsWith('swap') && ++seen === times) stop.abort()
        }
      })
      expect(outcome.status).toBe('stopped')
    }
    await until('step-begin', 1)
    // As with TRUNCATE the copy begins again, and the log names no row.
    await world.query('ALTER TABLE account FORCE')
    await until('batch', 2)
    const {shadow} = namesOf(input)
    await world.query(`UPDATE ${shadow.sql} SET qty = -1 WHERE id = 5`)
    expect(await world.query(`SELECT count(*) AS n FROM ${shadow.sql} WHERE qty = -1`)).toEqual([{n: 1}])
    const {events, outcome} = await applyPlan(plan, world.url, {settings: {...small, dropOld: true}})
    expect(outcome.status).toBe('done')
    expect(events.some((event) => event.type === 'say' && event.text.includes('were wrong'))).toBe(true)
    expect(await world.query('SELECT count(*) AS n, min(qty) AS least FROM account')).toEqual([{n: rows, least: 0}])
  })
})

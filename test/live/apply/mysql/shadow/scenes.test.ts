/** What applications do while their table is copied, scene by scene: who waits, who fails, and what is there in the end. */
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import type {ApplyEvent} from '../../../../../src/apply/events.js'
import type {Plan} from '../../../../../src/plan/plan.js'
import {applyPlan, takeRunBack} from '../../world.js'
import {createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {ofAccount, shadowPlan} from './steps.js'

const settings = {batchRows: 20, maxBatchRows: 20}
const rows = 60
const columns = 'id int AUTO_INCREMENT PRIMARY KEY, qty int NOT NULL, mail varchar(20), UNIQUE KEY mails (mail)'
const change = 'MODIFY qty bigint NOT NULL'

describe.each(servers)('$server', ({url}) => {
  let world: World
  beforeEach(async () => {
    world = await createWorld(url, ["SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO'"])
    const values = Array.from({length: rows}, (_, id) => `(${String(id)}, ${String(id)}, 'm${String(id)}')`)
    for (const table of ['account', 'twin']) {
      await world.query(`CREATE TABLE ${table} (${columns})`)
      await world.query(`INSERT INTO ${table} VALUES ${values.join(', ')}`)
    }
  })
  afterEach(() => world.remove())

  const both = async (sql: string): Promise<void> => {
    for (const table of ['account', 'twin']) await world.query(sql.replaceAll('{{t}}', table))
  }
  const content = (table: string): Promise<unknown> => world.query(`SELECT * FROM ${table} ORDER BY id`)

  /** Carry out until the first batch of a step is done, or it begins. */
  async function until(plan: Plan, kind: string, type: ApplyEvent['type'] = 'batch'): Promise<ApplyEvent[]> {
    const stop = new AbortController()
    const {events, outcome} = await applyPlan(plan, world.url, {
      settings,
      afterBatch: stop.signal,
      onEvent(event) {
        if (event.type === type && 'step' in event && event.step.endsWith(kind)) stop.abort()
      }
    })
    expect(outcome.status).toBe('stopped')
    return events
  }

  async function finish(plan: Plan): Promise<ApplyEvent[]> {
    const {events, outcome} = await applyPlan(plan, world.url, {settings})
    expect(outcome).toEqual({status: 'done'})
    await world.query(`ALTER TABLE twin ${change}`)
    expect(await content('account')).toEqual(await content('twin'))
    return events
  }

  const planned = (): Promise<Plan> => shadowPlan(world, ofAccount([`ALTER TABLE {{table}} ${change}`]))

  test('rows come, go, and exchange their keys and unique values between two batches', async () => {
    const plan = await planned()
    await until(plan, 'shadow-copy')
    const client = await world.connect()
    for (const table of ['account', 'twin']) {
      await client.query('START TRANSACTION')
      // A pair and a ring of three, in front of and behind what is copied.
      await client.query(`UPDATE ${table} SET mail = NULL WHERE id IN (1, 50, 2, 3, 55)`)
      for (const [id, mail] of [
        [1, 'm50'],
        [50, 'm1'],
        [2, 'm3'],
        [3, 'm55'],
        [55, 'm2']
      ] as const) {
        await client.query(`UPDATE ${table} SET mail = ? WHERE id = ?`, [mail, id])
      }
      await client.query(`UPDATE ${table} SET id = 1000 WHERE id = 4`)
      await client.query(`UPDATE ${table} SET id = 4 WHERE id = 45`)
      await client.query(`UPDATE ${table} SET id = 45 WHERE id = 1000`)
      await client.query(`DELETE FROM ${table} WHERE id IN (5, 46)`)
      await client.query(`INSERT INTO ${table} (id, qty, mail) VALUES (5, 55, 'm46')`)
      await client.query(`UPDATE ${table} SET id = id + 100000, qty = 0 WHERE id = 0`)
      await client.query(`INSERT INTO ${table} (id, qty) VALUES (-7, 1)`)
      await client.query(`INSERT INTO ${table} (id, qty) VALUES (6, 9) ON DUPLICATE KEY UPDATE qty = 99, mail = NULL`)
      await client.query(`REPLACE INTO ${table} (id, qty, mail) VALUES (47, 1, 'm48')`)
      await client.query('COMMIT')
    }
    await finish(plan)
  })

  test('a row whose key is 0 stays one, copied or written meanwhile, and the next number is the old table’s', async () => {
    const plan = await planned()
    await until(plan, 'shadow-copy')
    await both('UPDATE {{t}} SET qty = 5 WHERE id = 0')
    await both('INSERT INTO {{t}} (id, qty) VALUES (500, 1)')
    await both('DELETE FROM {{t}} WHERE id = 500')
    await finish(plan)
    await both('INSERT INTO {{t}} (qty) VALUES (1)')
    expect(await world.query('SELECT id FROM account WHERE id IN (0, 501)')).toEqual([{id: 0}, {id: 501}])
    expect(await content('account')).toEqual(await content('twin'))
  })

  test('an open transaction neither waits for the copy nor stops it, and what it wrote is there', async () => {
    const plan = await planned()
    await until(plan, 'shadow-capture', 'step-end')
    const client = await world.connect()
    await client.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ')
    await client.query('START TRANSACTION')
    await client.query('SELECT count(*) FROM account')
    await client.query('DELETE FROM account WHERE id = 10')
    await client.query('UPDATE account SET qty = -1 WHERE id = 11')
    // The copy reads what was committed, and passes by.
    await until(plan, 'shadow-check', 'step-begin')
    // In the other order than the copy has gone: nobody is in a deadlock with it.
    await client.query('UPDATE account SET qty = -2 WHERE id = 3')
    await client.query('INSERT INTO account (id, qty) VALUES (700, 7)')
    await client.query('COMMIT')
    await world.query('DELETE FROM twin WHERE id = 10')
    await world.query('UPDATE twin SET qty = -1 WHERE id = 11')
    await world.query('UPDATE twin SET qty = -2 WHERE id = 3')
    await world.query('INSERT INTO twin (id, qty) VALUES (700, 7)')
    await finish(plan)
  })

  test('the application’s last number and count of rows are its own', async () => {
    const plan = await planned()
    await until(plan, 'shadow-capture', 'step-end')
    await both('INSERT INTO {{t}} (qty) VALUES (1), (2)')
    expect(await world.query('SELECT last_insert_id() AS id')).toEqual([{id: rows}])
    const client = await world.connect()
    const [result] = await client.query('UPDATE account SET qty = qty + 1 WHERE id < 5')
    expect(result).toMatchObject({affectedRows: 5})
    await world.query('UPDATE twin SET qty = qty + 1 WHERE id < 5')
    await finish(plan)
  })

  test('rows that are written all the time do not keep the copy from going on', async () => {
    const plan = await planned()
    await until(plan, 'shadow-copy')
    await both(
      'CREATE PROCEDURE busy_{{t}}() BEGIN DECLARE i int DEFAULT 0; WHILE i < 800 DO UPDATE {{t}} SET qty = qty + 1 WHERE id < 10; SET i = i + 1; END WHILE; END'
    )
    await world.query('START TRANSACTION')
    await both('CALL busy_{{t}}()')
    await world.query('COMMIT')
    const events = await finish(plan)
    const waiting = events.filter(
      (event) => event.type === 'batch' && event.step.endsWith('shadow-copy') && event.rows === 0
    )
    // 8000 rows of the log name ten keys.
    expect(waiting.length).toBeLessThanOrEqual(2)
  })

  test('rows of the copy that are wrong, missing or too many are found and mended', async () => {
    const plan = await planned()
    await until(plan, 'shadow-check', 'step-begin')
    const names = (await world.query('SHOW TABLES')).flatMap((row) => Object.values(row).map(String))
    const copy = names.find((name) => name.endsWith('_new')) ?? ''
    await world.query(`UPDATE ${copy} SET qty = 12345 WHERE id = 7`)
    await world.query(`UPDATE ${copy} SET mail = NULL WHERE id = 8`)
    await world.query(`DELETE FROM ${copy} WHERE id IN (0, 30)`)
    await world.query(`INSERT INTO ${copy} (id, qty) VALUES (900, 1), (-3, 1)`)
    // Nor are rows taken for these that were deleted since, whose keys wait in the log.
    await both('DELETE FROM {{t}} WHERE id IN (1, 2, 31, 59)')
    const events = await finish(plan)
    const said = events.flatMap((event) => (event.type === 'say' ? [event.text] : []))
    expect(said.join('\n')).toMatch(/rows of the copy were wrong and are copied again/)
  })

  test('rows that were deleted lately are found by the log, not by looking each row up', async () => {
    const plan = await planned()
    await until(plan, 'shadow-check', 'step-begin')
    await both('DELETE FROM {{t}} WHERE id IN (0, 5, 7, 30, 59)')
    await both("UPDATE {{t}} SET mail = 'other' WHERE id = 6")
    const events = await finish(plan)
    const sent = events.flatMap((event) => (event.type === 'statement' ? [event.sql] : []))
    expect(sent.filter((sql) => /AS differing,/.test(sql))).not.toEqual([])
    expect(sent.filter((sql) => /AS s .*IS NULL\s+LIMIT/s.test(sql))).toEqual([])
  })

  test('the old table, once it is replaced, can be written like any other', async () => {
    const plan = await planned()
    await finish(plan)
    const names = (await world.query('SHOW TABLES')).flatMap((row) => Object.values(row).map(String))
    const old = names.find((name) => name.endsWith('_old')) ?? ''
    await world.query(`DELETE FROM ${old} WHERE id < 10`)
    await world.query(`INSERT INTO ${old} (id, qty) VALUES (901, 1)`)
    expect(await content('account')).toEqual(await content('twin'))
  })

  test('a value that would not stay what it is stops the copy, and the table is as it was', async () => {
    await both("ALTER TABLE {{t}} ADD COLUMN note varchar(40), ADD COLUMN label enum('a', 'b')")
    await both("UPDATE {{t}} SET note = IF(id = 41, 'too long for it', id), label = IF(id = 42, 'b', 'a')")
    await both('UPDATE {{t}} SET mail = NULL, qty = 70000 WHERE id = 43')
    for (const lossy of [
      'MODIFY note varchar(4)',
      'MODIFY qty smallint NOT NULL',
      'MODIFY mail varchar(20) NOT NULL',
      "MODIFY label enum('a')",
      'MODIFY note int'
    ]) {
      const before = await content('account')
      const plan = await shadowPlan(world, ofAccount([`ALTER TABLE {{table}} ${lossy}`]))
      await expect(applyPlan(plan, world.url, {settings}), lossy).rejects.toThrow(/Step 3-shadow-copy failed/)
      expect(await content('account'), lossy).toEqual(before)
      await takeRunBack(world.url)
      expect(await world.query('SHOW TRIGGERS')).toEqual([])
    }
  })

  test('names may hold anything that the server takes', async () => {
    const table = 'Ü `T`? "n" \\ %s $& {{t}}'
    const quoted = `\`${table.replaceAll('`', '``')}\``
    await world.query(
      `CREATE TABLE ${quoted} (\`Key \`\` One\` int PRIMARY KEY, \`a.b "c" \\\\ ?\` int, KEY \`by \`\`it\` (\`a.b "c" \\\\ ?\`))`
    )
    await world.query(`INSERT INTO ${quoted} VALUES (1, 10), (2, 20)`)
    const input = {
      ...ofAccount(['ALTER TABLE {{table}} MODIFY `a.b "c" \\\\ ?` bigint']),
      table: {schema: world.name, name: table}
    }
    await applyPlan(await shadowPlan(world, input), world.url, {settings: {...settings, dropOld: true}})
    expect((await world.query(`SELECT * FROM ${quoted}`)).map((row) => Object.values(row))).toEqual([
      [1, 10],
      [2, 20]
    ])
  })
})

describe.each(servers.filter(({dialect}) => dialect === 'mysql'))('$server', ({url}) => {
  test('a primary key that the server made by itself tells rows apart', async () => {
    const world = await createWorld(url)
    try {
      const client = await world.connect()
      await client.query('SET sql_generate_invisible_primary_key = ON')
      await client.query('CREATE TABLE plain (n int)')
      await client.query('INSERT INTO plain VALUES (5), (5), (6)')
      const input = {...ofAccount(['ALTER TABLE {{table}} MODIFY n bigint']), table: {schema: '', name: 'plain'}}
      await applyPlan(await shadowPlan(world, input), world.url, {settings: {...settings, dropOld: true}})
      expect(await world.query('SELECT my_row_id, n FROM plain ORDER BY my_row_id')).toEqual([
        {my_row_id: 1, n: 5},
        {my_row_id: 2, n: 5},
        {my_row_id: 3, n: 6}
      ])
    } finally {
      await world.remove()
    }
  })
})

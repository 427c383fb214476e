/** A table that is emptied is told from the one that it was, whatever its name, and however soon after it was made. */
import {existsSync, utimesSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {openEngine} from '../../../../../src/apply/run/open-engine.js'
import {namesOf} from '../../../../../src/apply/mysql/shadow/names.js'
import {identityOf} from '../../../../../src/apply/mysql/shadow/identity.js'
import {applyPlan} from '../../world.js'
import {createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {ofAccount, shadowPlan} from './steps.js'

const tables = ['account', 'größe İ', '注文', 'Αβ~#']

describe.each(servers.slice(0, 2))('$server', ({dialect, url}) => {
  let world: World
  beforeAll(async () => {
    world = await createWorld(url)
    for (const name of tables) await world.query(`CREATE TABLE \`${name}\` (id int PRIMARY KEY)`)
    await world.query('CREATE TABLE `Ö` (id int PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 2')
  })
  afterAll(() => world.remove())

  test('by the numbers of its spaces', async () => {
    const inputs = [...tables, 'Ö'].map((name) => ({...ofAccount(), table: {schema: '', name}}))
    await applyPlan(await shadowPlan(world, inputs, 'shadow-create'), world.url)
    const engine = await openEngine(world.url)
    const identities = async (): Promise<string[][]> => {
      const found: string[][] = []
      for (const input of inputs) {
        found.push((await identityOf(engine.worker, namesOf(input), dialect === 'mariadb')).split(' '))
      }
      return found
    }
    try {
      const before = await identities()
      for (const {table} of inputs) await world.query(`TRUNCATE \`${table.name}\``)
      const after = await identities()
      expect(before.map(({length}) => length)).toEqual([1, 1, 1, 1, 2])
      expect(before.filter((each, index) => each.some((id) => after[index]?.includes(id)))).toEqual([])
    } finally {
      await engine.close()
    }
  })

  test('whatever takes rows from it or brings others without a trigger gives it other numbers', async () => {
    const parts = 'PARTITION BY RANGE (id) (PARTITION p VALUES LESS THAN (9), PARTITION q VALUES LESS THAN (99))'
    const ways: ReadonlyArray<readonly [parts: string, ...does: string[]]> = [
      ['', 'ALTER TABLE whole EXCHANGE PARTITION p WITH TABLE it'],
      ['', 'DROP TABLE it', 'CREATE TABLE it (id int PRIMARY KEY)'],
      ['', 'RENAME TABLE it TO away, other TO it'],
      ['', 'ALTER TABLE it DISCARD TABLESPACE'],
      [parts, 'ALTER TABLE it TRUNCATE PARTITION q'],
      [parts, 'ALTER TABLE it DROP PARTITION q'],
      [parts, 'ALTER TABLE it EXCHANGE PARTITION q WITH TABLE other']
    ]
    const names = namesOf({...ofAccount(), table: {schema: '', name: 'it'}})
    const engine = await openEngine(world.url)
    const kept: string[] = []
    try {
      for (const [form, ...does] of ways) {
        await world.query(`CREATE TABLE it (id int PRIMARY KEY) ${form}`)
        await world.query('CREATE TABLE other (id int PRIMARY KEY)')
        await world.query(`CREATE TABLE whole (id int PRIMARY KEY) ${parts}`)
        const before = await identityOf(engine.worker, names, dialect === 'mariadb')
        for (const statement of does) await world.query(statement)
        const after = await identityOf(engine.worker, names, dialect === 'mariadb')
        if (before === after) kept.push(does.join('; '))
        await world.query('DROP TABLE IF EXISTS it, other, whole, away')
      }
      expect(kept).toEqual([])
    } finally {
      await engine.close()
    }
  })

  test('not by the time of its file, of which each open instance of the table has another one', async () => {
    await world.query('CREATE TABLE touched (id int PRIMARY KEY)')
    const names = namesOf({...ofAccount(), table: {schema: '', name: 'touched'}})
    const engine = await openEngine(world.url)
    const isMariadb = dialect === 'mariadb'
    try {
      const before = await identityOf(engine.worker, names, isMariadb)
      const [server] = await world.query('SELECT @@datadir AS data, database() AS db')
      const file = join(String(server?.['data']), String(server?.['db']), 'touched.frm')
      await sleep(1100)
      if (existsSync(file)) utimesSync(file, new Date(), new Date())
      // Those that are open are in use: the next one is opened now.
      await engine.worker.execute('LOCK TABLES touched WRITE, touched AS s WRITE')
      expect(await identityOf(engine.worker, names, isMariadb)).toBe(before)
    } finally {
      await engine.close()
    }
  })
})

/** Changes of the shape, as the plain statement makes them on a twin. */
import {afterEach, describe, expect, test} from 'vitest'
import type {Plan} from '../../../../../src/plan/plan.js'
import {digestOf} from '../../../../../src/plan/digest.js'
import {applyPlan} from '../../world.js'
import {createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {ofAccount, shadowPlan} from './steps.js'

/** Settings that a migration made for its statements. */
function withSettings(plan: Plan, settings: Record<string, string>): Plan {
  const phases = plan.phases.map((phase) => ({...phase, steps: phase.steps.map((step) => ({...step, settings}))}))
  return {...plan, phases, digest: digestOf({...plan, phases})}
}

const cases: ReadonlyArray<{name: string; columns: string; rows: string; change: string; fresh?: string[]}> = [
  {
    name: 'a column whose name gets other letters keeps its values',
    columns: 'id int PRIMARY KEY, c2 int NOT NULL, note varchar(9)',
    rows: "(1, 5, 'a'), (2, 6, 'b')",
    change: 'MODIFY C2 bigint NOT NULL DEFAULT 0, CHANGE NOTE Note varchar(20)'
  },
  {
    name: 'a key column whose name gets other letters finds its rows',
    columns: 'id int PRIMARY KEY, n int',
    rows: '(1, 5), (2, 6)',
    change: 'MODIFY ID bigint NOT NULL'
  },
  {
    name: 'two columns change their names',
    columns: 'id int PRIMARY KEY, a int, b int',
    rows: '(1, 5, 50), (2, 6, 60)',
    change: 'CHANGE a b bigint, CHANGE b a bigint'
  },
  {
    name: 'a new column under the name that another one gave up is empty',
    columns: 'id int PRIMARY KEY, a int, b int',
    rows: '(1, 5, 50), (2, 6, 60)',
    change: 'CHANGE a c bigint, ADD COLUMN a int DEFAULT 7'
  },
  {
    name: 'a new column in the place of one that goes is empty',
    columns: 'id int PRIMARY KEY, a int, b int',
    rows: '(1, 5, 50), (2, 6, 60)',
    change: 'DROP COLUMN a, ADD COLUMN a int NOT NULL DEFAULT 47',
    fresh: ['a']
  },
  {
    name: 'columns are put in another order and one is renamed',
    columns: 'id int PRIMARY KEY, c1 int, c2 int, c3 int',
    rows: '(1, 5, 50, 500), (2, 6, 60, 600)',
    change: 'CHANGE c2 c2a int NOT NULL, CHANGE c3 c3 int NOT NULL AFTER id'
  },
  {
    name: 'another unique key becomes the primary one',
    columns: 'id int NOT NULL, i int NOT NULL, ts int NOT NULL, PRIMARY KEY (id), UNIQUE KEY its_uidx (i, ts)',
    rows: '(1, 5, 50), (2, 6, 60)',
    change: 'DROP PRIMARY KEY, DROP KEY its_uidx, ADD PRIMARY KEY (i, ts), ADD UNIQUE KEY id_uidx (id)'
  },
  {
    name: 'the primary key gets one more column',
    columns: 'id int NOT NULL, i int NOT NULL, n int, PRIMARY KEY (id)',
    rows: '(1, 5, 50), (2, 5, 60), (3, 4, 70)',
    change: 'DROP PRIMARY KEY, ADD PRIMARY KEY (id, i), MODIFY n bigint'
  },
  {
    name: 'unique keys get other names',
    columns: 'id int NOT NULL, i int NOT NULL, ts int NOT NULL, UNIQUE KEY id_uidx (id), UNIQUE KEY its_uidx (i, ts)',
    rows: '(1, 5, 50), (2, 6, 60)',
    change: 'DROP KEY id_uidx, DROP KEY its_uidx, ADD UNIQUE KEY its2_uidx (i, ts), ADD UNIQUE KEY id2_uidx (id)'
  },
  {
    name: 'a column has the name of a keyword',
    columns: 'id int PRIMARY KEY, `order` int',
    rows: '(1, 5), (2, 6)',
    change: 'ADD COLUMN `index` int unsigned, MODIFY `order` bigint'
  },
  {
    name: 'a comment reads like a change of a name',
    columns: 'id int PRIMARY KEY, a int, b int',
    rows: '(1, 5, 50), (2, 6, 60)',
    change: "ADD COLUMN c int COMMENT 'CHANGE COLUMN a b int', MODIFY a bigint /* RENAME COLUMN a TO b */"
  }
]

describe.each(servers)('$server', ({dialect, url}) => {
  let world: World
  afterEach(() => world.remove())

  const shape = async (table: string): Promise<string> =>
    String((await world.query(`SHOW CREATE TABLE ${table}`))[0]?.['Create Table']).replaceAll(`\`${table}\``, '`t`')
  const content = (table: string): Promise<unknown> => world.query(`SELECT * FROM ${table}`)
  const names = async (): Promise<unknown[]> => (await world.query('SHOW TABLES')).flatMap((row) => Object.values(row))

  test('each change makes of a table what the plain statement makes of its twin', async () => {
    world = await createWorld(url)
    const tables = cases.map((each, index) => ({...each, table: `t${String(index)}`, twin: `t${String(index)}_twin`}))
    for (const {columns, rows, table, twin} of tables) {
      await world.query(`CREATE TABLE ${table} (${columns})`)
      await world.query(`INSERT INTO ${table} VALUES ${rows}`)
      await world.query(`CREATE TABLE ${twin} (${columns})`)
      await world.query(`INSERT INTO ${twin} VALUES ${rows}`)
    }
    const inputs = tables.map(({change, fresh = [], table}) => ({
      ...ofAccount([`ALTER TABLE {{table}} ${change}`], {}, fresh),
      table: {schema: '', name: table}
    }))
    await applyPlan(await shadowPlan(world, inputs), world.url, {settings: {dropOld: true}})
    for (const {change, name, table, twin} of tables) {
      await world.query(`ALTER TABLE ${twin} ${change}`)
      expect(await shape(table), name).toBe(await shape(twin))
      expect(await content(table), name).toEqual(await content(twin))
    }
    expect(await names()).toEqual(tables.flatMap(({table, twin}) => [table, twin]).sort())
  })

  test('rows are told apart by a stored generated column', async () => {
    const key = dialect === 'mysql' ? 'PRIMARY KEY (id, label)' : 'UNIQUE KEY (id, label)'
    const columns = `id int NOT NULL, label varchar(36) GENERATED ALWAYS AS (concat('l', note)) STORED ${dialect === 'mysql' ? 'NOT NULL' : ''}, note varchar(9) NOT NULL, n int, ${key}`
    world = await createWorld(url)
    for (const table of ['account', 'twin']) {
      await world.query(`CREATE TABLE ${table} (${columns})`)
      await world.query(`INSERT INTO ${table} (id, note, n) VALUES (1, 'a', 1), (1, 'b', 2), (2, 'a', 3)`)
    }
    const change = 'MODIFY n bigint'
    const run = applyPlan(await shadowPlan(world, ofAccount([`ALTER TABLE {{table}} ${change}`])), world.url, {
      settings: {dropOld: true}
    })
    if (dialect === 'mysql') {
      await run
      await world.query(`ALTER TABLE twin ${change}`)
    } else {
      // MariaDB knows no generated column that is never NULL.
      await expect(run).rejects.toThrow('no unique key')
    }
    expect(await shape('account')).toBe(await shape('twin'))
    expect(await content('account')).toEqual(await content('twin'))
    expect(await names()).toEqual(['account', 'twin'])
  })

  test('moments become times of day in the time zone of the migration', async () => {
    world = await createWorld(url)
    for (const table of ['account', 'twin']) {
      await world.query(`CREATE TABLE ${table} (id int PRIMARY KEY, at timestamp NOT NULL)`)
      await world.query(`INSERT INTO ${table} VALUES (1, '2024-01-02 03:04:05'), (2, '2024-07-01 23:59:59')`)
    }
    const change = 'MODIFY at datetime NOT NULL'
    const plan = withSettings(await shadowPlan(world, ofAccount([`ALTER TABLE {{table}} ${change}`])), {
      time_zone: '+05:30'
    })
    await applyPlan(plan, world.url)
    await world.query("SET time_zone = '+05:30'")
    await world.query(`ALTER TABLE twin ${change}`)
    expect(await content('account')).toEqual(await content('twin'))
  })

  test.each([
    {
      name: 'a new default',
      columns: 'id int PRIMARY KEY, at datetime',
      change: "MODIFY at datetime DEFAULT '0000-00-00'"
    },
    {
      name: 'a default that there is',
      columns: "id int PRIMARY KEY, at datetime DEFAULT '0000-00-00 00:00:00', n int",
      change: 'MODIFY n bigint'
    }
  ])('$name of zero is refused where the server refuses it, and leaves nothing', async ({change, columns}) => {
    world = await createWorld(url, ["SET sql_mode = ''", `CREATE TABLE account (${columns})`])
    await world.query('INSERT INTO account (id) VALUES (1)')
    const plan = await shadowPlan(world, ofAccount([`ALTER TABLE {{table}} ${change}`]))
    const strict = withSettings(plan, {sql_mode: 'STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE'})
    await expect(applyPlan(strict, world.url)).rejects.toThrow("Invalid default value for 'at'")
    expect(await names()).toEqual(['account'])
  })

  test('a default of zero is carried over where the migration allows it', async () => {
    world = await createWorld(url, [
      "SET sql_mode = ''",
      "CREATE TABLE account (id int PRIMARY KEY, at datetime DEFAULT '0000-00-00 00:00:00', n int)",
      "INSERT INTO account VALUES (1, '0000-00-00 00:00:00', 1), (2, '1970-00-01 00:00:00', 2)"
    ])
    const change = ofAccount(['ALTER TABLE {{table}} MODIFY n bigint'])
    const plan = withSettings(await shadowPlan(world, change), {sql_mode: 'STRICT_TRANS_TABLES'})
    await applyPlan(plan, world.url)
    expect(await world.query('SELECT CAST(at AS char) AS at FROM account')).toEqual([
      {at: '0000-00-00 00:00:00'},
      {at: '1970-00-01 00:00:00'}
    ])
    expect(await shape('account')).toMatch(/DEFAULT '0000-00-00 00:00:00'/)
  })

  test('indexes that the server made for foreign keys keep their names', async () => {
    world = await createWorld(url, [
      'CREATE TABLE owner (id int PRIMARY KEY)',
      'INSERT INTO owner VALUES (1)',
      `CREATE TABLE account (id int PRIMARY KEY, a int, b int, c int, KEY last (b, a),
        CONSTRAINT to_owner FOREIGN KEY (a) REFERENCES owner (id), FOREIGN KEY (c) REFERENCES owner (id))`,
      'INSERT INTO account VALUES (1, 1, 2, 1)'
    ])
    const before = await shape('account')
    await applyPlan(await shadowPlan(world, ofAccount()), world.url)
    expect(await shape('account')).toBe(before)
  })
})

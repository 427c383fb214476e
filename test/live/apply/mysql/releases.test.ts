/**
 * Recipes of MySQL and MariaDB that reach over several releases, planned and applied by the program itself, beside an
 * application that is deployed when the plan says so: it meets no error, and the end is that of the plain statements.
 */
import {rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, expect, test} from 'vitest'
import type {Plan} from '../../../../src/plan/plan.js'
import {buildCli, writeProject} from '../../../helpers/cli.js'
import type {BuiltCli} from '../../../helpers/cli.js'
import type {Turn} from '../writers.js'
import {createWorld, servers} from './world.js'
import {startWriters} from './writers.js'

const rows = 200
const ids = Array.from({length: rows}, (_, id) => String(id))
const setup = [
  'CREATE TABLE owner (id int PRIMARY KEY)',
  `INSERT INTO owner VALUES ${ids.map((id) => `(${id})`).join(', ')}`,
  'CREATE TABLE gone (id int PRIMARY KEY)',
  ...['', '_twin'].flatMap((end) => [
    `CREATE TABLE account${end} (id int PRIMARY KEY, owner int, note varchar(20), KEY (owner))`,
    `INSERT INTO account${end} SELECT id, id, concat('n', id) FROM owner`,
    `CREATE TABLE former${end} (id int PRIMARY KEY, qty int)`,
    `INSERT INTO former${end} SELECT id, id FROM owner`
  ])
]

const recipes: ReadonlyArray<readonly [recipe: string, sql: string]> = [
  ['not-valid-then-validate', 'ALTER TABLE account ADD CONSTRAINT owned FOREIGN KEY (owner) REFERENCES owner (id)'],
  ['expand-contract-column', 'ALTER TABLE account RENAME COLUMN note TO remark'],
  ['rename-table-with-view', 'ALTER TABLE former RENAME TO latter'],
  ['drop-table-in-two-releases', 'DROP TABLE gone']
]

/** Names that the running release uses; without that of the column it takes either. */
interface Release {
  column: string | undefined
  table: string
}

/** What it does to the tables of a pair; their twins stay what they are. */
function turns(release: Release): (random: (limit: number) => number) => Turn {
  return (random) => {
    const [id, owner, text] = [random(rows * 2), random(rows), `t${String(random(1000))}`]
    const isAccount = random(2) === 0
    const isDelete = random(4) === 0
    return {
      key: 1,
      write(twin) {
        const isTwin = twin.endsWith('_twin')
        const pair = isAccount ? `account${isTwin ? '_twin' : ''}` : isTwin ? 'former_twin' : release.table
        if (isDelete) return {sql: `DELETE FROM ${pair} WHERE id = ?`, values: [id]}
        if (!isAccount) return {sql: `REPLACE INTO ${pair} (id, qty) VALUES (?, ?)`, values: [id, owner]}
        const column = isTwin ? 'note' : release.column
        if (column === undefined) {
          return {sql: `REPLACE INTO ${pair} VALUES (?, ?, ?)`, values: [id, owner, text]}
        }
        return {
          sql: `INSERT INTO ${pair} (id, owner, ${column}) VALUES (?, ?, ?)
                ON DUPLICATE KEY UPDATE owner = VALUES(owner), ${column} = VALUES(${column})`,
          values: [id, owner, text]
        }
      }
    }
  }
}

let cli: BuiltCli
beforeAll(async () => {
  cli = await buildCli()
})

test.each(servers.slice(0, 2))('on $server each goes on when the release is out that it waits for', async ({url}) => {
  const world = await createWorld(url, setup)
  const folder = writeProject({
    '0001.sql': recipes.map(([, sql]) => `${sql};\n`).join(''),
    'sqlsafe.config.json': JSON.stringify({databaseUrl: world.url, sizes: {smallRows: 0}})
  })
  const release: Release = {column: 'note', table: 'former'}
  const writers = await startWriters(world, ['account', 'account_twin'], 2, (random) => turns(release)(random))
  const served = async (): Promise<void> => {
    const before = writers.done()
    await expect.poll(() => writers.done()).toBeGreaterThan(before + 20)
  }
  try {
    const planned = await cli.run(['plan', '0001.sql', '--format', 'json'], {cwd: folder})
    expect(planned).toMatchObject({code: 0})
    writeFileSync(join(folder, 'plan.json'), planned.stdout)
    const plan = JSON.parse(planned.stdout) as Plan
    const used = plan.phases.flatMap(({steps}) => steps.map(({recipe}) => recipe))
    for (const [recipe] of recipes) expect(used).toContain(recipe)
    const apply = async (...more: string[]): Promise<string> => {
      await served()
      const parameters = ['plan.json', '--database-url', world.url, '--yes', '--batch-rows', '50', ...more]
      const {code, stderr, stdout} = await cli.run(['apply', ...parameters], {cwd: folder})
      return code === 0 ? '' : stdout + stderr
    }
    expect(await apply()).toBe('')
    const gates = plan.phases.flatMap(({gate}) => (gate === undefined ? [] : [gate]))
    expect(gates).toEqual([
      expect.stringContaining('`account.note` also under the name `remark`'),
      expect.stringContaining('uses the name `former`'),
      expect.stringContaining('uses `gone`')
    ])
    for (const next of [{column: undefined}, {column: 'remark', table: 'latter'}, {}]) {
      Object.assign(release, next)
      expect(await apply('--deployed')).toBe('')
    }
    await served()
    expect(await writers.stop()).toEqual([])
    const content = (columns: string, table: string): Promise<unknown> =>
      world.query(`SELECT ${columns} FROM ${table} ORDER BY id`)
    expect(await content('id, owner, remark', 'account')).toEqual(
      await content('id, owner, note AS remark', 'account_twin')
    )
    expect(await content('*', 'latter')).toEqual(await content('*', 'former_twin'))
    await expect(world.query('INSERT INTO account (id, owner) VALUES (99999, 99999)')).rejects.toThrow('owned')
    expect(await world.query('SHOW TRIGGERS')).toEqual([])
    expect((await world.query('SHOW FULL TABLES')).map((row) => Object.values(row))).toEqual(
      ['account', 'account_twin', 'former_twin', 'latter', 'owner'].map((name) => [name, 'BASE TABLE'])
    )
  } finally {
    await writers.stop()
    rmSync(folder, {recursive: true})
    await world.remove()
  }
})

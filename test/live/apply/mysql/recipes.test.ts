/**
 * Each recipe of MySQL and MariaDB, planned and applied by the program itself beside an application at work: the end is
 * that of the plain statement on a twin, and the application meets no error.
 */
import {rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import type {Plan} from '../../../../src/plan/plan.js'
import {buildCli, writeProject} from '../../../helpers/cli.js'
import type {BuiltCli} from '../../../helpers/cli.js'
import type {Turn, Write} from '../writers.js'
import {createWorld, servers} from './world.js'
import {startWriters} from './writers.js'

const rows = 400
const tables = ['account', 'account_twin'] as const
const setup = tables.flatMap((table) => [
  `CREATE TABLE ${table} (id int NOT NULL, code varchar(20) NOT NULL, qty int DEFAULT 0, state varchar(9), gone int, old_note text,
       PRIMARY KEY (id), KEY by_code (code), KEY by_qty (qty), KEY by_state (state)) DEFAULT CHARSET = latin1`,
  `INSERT INTO ${table} (id, code, qty, state) VALUES ${Array.from({length: rows}, (_, id) => `(${String(id)}, 'c\u00e4${String(id % 7)}', ${String(id)}, ${id % 3 === 0 ? 'NULL' : "'new'"})`).join(', ')}`
])

/** What is planned for each, by the recipe that the plan must name. */
const changes: ReadonlyArray<readonly [recipe: string, sql: string]> = [
  ['add-algorithm-clause', 'ALTER TABLE account ADD COLUMN made int DEFAULT 5, ADD KEY by_both (qty, code)'],
  ['shadow-table', 'ALTER TABLE account CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'],
  ['batched-backfill', "UPDATE account SET state = 'old' WHERE state IS NULL"],
  ['batched-delete', "DELETE FROM account WHERE id < 50 AND state = 'old'"],
  ['build-then-drop', 'ALTER TABLE account DROP KEY by_code'],
  ['build-then-drop', 'ALTER TABLE account ADD KEY by_code_id (code, id)'],
  ['hide-then-drop-index', 'ALTER TABLE account DROP KEY by_state'],
  ['drop-column-in-two-releases', 'ALTER TABLE account DROP COLUMN old_note'],
  [
    'shadow-table',
    'ALTER TABLE account MODIFY id bigint NOT NULL, MODIFY qty int DEFAULT 0 AFTER state, DROP COLUMN gone'
  ],
  ['shadow-table', 'ALTER TABLE account PARTITION BY HASH (id) PARTITIONS 3']
]

function nextWrite(random: (limit: number) => number): Turn {
  const [id, qty] = [random(rows * 2) + 50, random(1000)]
  const writes: readonly [Write, ...Write[]] = [
    (table) => ({sql: `UPDATE ${table} SET qty = ? WHERE id = ?`, values: [qty, id]}),
    (table) => ({sql: `DELETE FROM ${table} WHERE id = ?`, values: [id]}),
    (table) => ({
      sql: `INSERT INTO ${table} (id, code, qty, state) VALUES (?, 'ö', ?, 'new') ON DUPLICATE KEY UPDATE code = 'ü'`,
      values: [id, qty]
    })
  ]
  return {key: 1, write: writes[random(writes.length)] ?? writes[0]}
}

let cli: BuiltCli
beforeAll(async () => {
  cli = await buildCli()
})

describe.each(servers)('$server', ({url}) => {
  it('a plan of all of them ends as the plain statements do', async () => {
    const world = await createWorld(url, setup)
    const shape = async (table: string): Promise<string> =>
      String((await world.query(`SHOW CREATE TABLE ${table}`))[0]?.['Create Table']).replaceAll(`\`${table}\``, '`t`')
    const folder = writeProject({
      '0001.sql': changes.map(([, sql]) => `${sql};\n`).join(''),
      'sqlsafe.config.json': JSON.stringify({databaseUrl: world.url, sizes: {smallRows: 0, rebuildBytes: 0}})
    })
    const writers = await startWriters(world, tables, 2, nextWrite)
    try {
      const planned = await cli.run(['plan', '0001.sql', '--format', 'json'], {cwd: folder})
      expect(planned).toMatchObject({code: 0})
      writeFileSync(join(folder, 'plan.json'), planned.stdout)
      const plan = JSON.parse(planned.stdout) as Plan
      const used = plan.phases.flatMap(({steps}) => steps.map(({recipe}) => recipe))
      // Where the server itself copies while others write there is no need for a shadow.
      for (const [recipe] of changes) expect([...used, 'shadow-table']).toContain(recipe)
      const arguments_ = ['apply', 'plan.json', '--database-url', world.url, '--yes', '--deployed', '--drop-old']
      // Each time one more phase is deployed.
      for (const phase of plan.phases) {
        const applied = await cli.run([...arguments_, '--batch-rows', '50', '--lock-retries', '100'], {cwd: folder})
        expect({phase: phase.kind, ...applied}).toMatchObject({code: 0})
      }
      const before = writers.done()
      await expect.poll(() => writers.done()).toBeGreaterThan(before + 20)
      expect(await writers.stop()).toEqual([])
      for (const [, sql] of changes) await world.query(sql.replace('account', 'account_twin'))
      expect(await shape('account')).toBe(await shape('account_twin'))
      const order = 'ORDER BY id'
      expect(await world.query(`SELECT * FROM account ${order}`)).toEqual(
        await world.query(`SELECT * FROM account_twin ${order}`)
      )
      expect(await world.query("SHOW TABLES LIKE '%sqlsafe%'")).toEqual([])
    } finally {
      await writers.stop()
      rmSync(folder, {recursive: true})
      await world.remove()
    }
  })
})

/** What a plan takes from a live MySQL or MariaDB. */
import {rmSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeAll, expect, test} from 'vitest'
import {openProject} from '../../../src/core/project.js'
import {makePlan} from '../../../src/plan/make-plan.js'
import {buildCli, writeProject} from '../../helpers/cli.js'
import type {BuiltCli} from '../../helpers/cli.js'
import {createWorld, servers} from '../apply/mysql/world.js'
import type {World} from '../apply/mysql/world.js'

let world: World | undefined
let cli: BuiltCli
beforeAll(async () => {
  cli = await buildCli()
})
afterEach(async () => {
  await world?.remove()
  world = undefined
})

/** However small the tables are. */
const planOf = async ({url}: World, sql: string) => {
  const folder = writeProject({'0001_change.sql': sql})
  try {
    const paths = [join(folder, '0001_change.sql')]
    const configuration = {sizes: {smallRows: 0}}
    return await makePlan(await openProject({paths, cwd: folder, databaseUrl: url, configuration}))
  } finally {
    rmSync(folder, {recursive: true})
  }
}

const filled = [
  'CREATE TABLE account (id int PRIMARY KEY, qty int)',
  'INSERT INTO account VALUES (1, 1), (2, 2), (3, 3)'
]

/** Adds a column, and drops it again, by turns. */
const instant = (table: string, number: number): string =>
  `ALTER TABLE ${table} ${number % 2 === 0 ? 'ADD COLUMN extra int' : 'DROP COLUMN extra'}, ALGORITHM=INSTANT`

test.each(servers.filter(({dialect}) => dialect === 'mysql'))(
  'the INSTANT changes that a table of $server has had are read, and a rebuild is proposed before the last',
  async ({url}) => {
    world = await createWorld(url, [
      ...filled,
      'CREATE TABLE `we-ird` (id int PRIMARY KEY)',
      'INSERT INTO `we-ird` VALUES (1)'
    ])
    for (const table of ['account', '`we-ird`']) {
      for (let number = 0; number < 4; number++) await world.query(instant(table, number))
      const file = Array.from({length: 244}, (_, number) => `${instant(table, number)};`)
      file.splice(-1, 1, `ALTER TABLE ${table} ADD COLUMN more int;`)
      const {remarks} = await planOf(world, file.join('\n'))
      // 4, and those of the file.
      expect(remarks.map(({text}) => text)).toContainEqual(
        expect.stringContaining(
          'has had 248 of the 255 INSTANT changes that it bears until it is rebuilt: plan `ALTER TABLE '
        )
      )
    }
  }
)

test.each(servers)(
  '$server copies by itself where others can write meanwhile, else a shadow table does',
  async ({server, url}) => {
    world = await createWorld(url, filled)
    const plan = await planOf(world, 'ALTER TABLE account MODIFY qty bigint;')
    const sql = plan.phases.flatMap(({steps}) => steps.flatMap((step) => step.sql))
    if (server === 'MariaDB 11.8') {
      expect(sql).toEqual([expect.stringMatching(/MODIFY qty bigint, ALGORITHM=COPY, LOCK=NONE/)])
      for (const statement of sql) await world.query(statement)
    } else expect(sql.join()).toContain('RENAME TABLE')
  }
)

test.each(servers)(
  'a table of $server that the configuration says is too big is not rebuilt in place',
  async ({url}) => {
    world = await createWorld(url, filled)
    const folder = writeProject({
      '0001_change.sql': 'ALTER TABLE account FORCE;',
      'sqlsafe.config.json': JSON.stringify({databaseUrl: world.url, sizes: {smallRows: 0, rebuildBytes: 1000}})
    })
    const {stdout} = await cli.run(['plan', '0001_change.sql'], {cwd: folder})
    expect(stdout).toContain('RENAME TABLE')
    const other = await cli.run(['plan', '0001_change.sql', '--rebuild-bytes', '1000000000'], {cwd: folder})
    expect(other.stdout).toContain('ALGORITHM=INPLACE')
    rmSync(folder, {recursive: true})
  }
)

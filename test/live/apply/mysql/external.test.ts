/** Tables that the real pt-online-schema-change copies, as steps of a plan; gh-ost is to be had as a program only. */
import {execFileSync} from 'node:child_process'
import {chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {connect} from '../../../../src/apply/mysql/connect.js'
import {takeAwayLeftBehind} from '../../../../src/apply/mysql/external/left-behind.js'
import type {Plan, PlannedStep} from '../../../../src/plan/plan.js'
import {withExternalCopies} from '../../../../src/plan/external-copy.js'
import type {ShadowInput} from '../../../../src/plan/steps.js'
import {applyPlan, takeRunBack, withSteps} from '../world.js'
import {createWorld, servers, stepOf} from './world.js'
import type {World} from './world.js'

const script = fileURLToPath(new URL('../../../servers/percona-toolkit.sh', import.meta.url))
const before = process.env['PATH'] ?? ''
let folder = ''
beforeAll(() => {
  const home = process.env['SQLSAFE_SERVERS_DIR'] ?? join(tmpdir(), 'sqlsafe-servers')
  const program = execFileSync(script, {env: {...process.env, SQLSAFE_SERVERS_DIR: home}, encoding: 'utf8'}).trim()
  folder = mkdtempSync(join(tmpdir(), 'sqlsafe-external-'))
  process.env['PATH'] = [folder, dirname(program), before].join(delimiter)
})
afterAll(() => {
  process.env['PATH'] = before
  rmSync(folder, {recursive: true})
})

const item = {schema: '', name: 'item'}

function shadowSteps(input: Partial<ShadowInput>): PlannedStep[] {
  const all = {table: item, changes: ['ALTER TABLE {{table}} MODIFY qty bigint NOT NULL'], columns: {}, ...input}
  return [stepOf('1-shadow-create', 'shadow-create', all), stepOf('2-shadow-copy', 'shadow-copy', all)]
}

describe.each(servers.slice(0, 2))('$server', ({url}) => {
  let world: World
  let empty: Plan
  beforeEach(async () => {
    world = await createWorld(url, [
      'CREATE TABLE item (id int AUTO_INCREMENT PRIMARY KEY, qty int NOT NULL)',
      `INSERT INTO item (qty) VALUES ${Array.from({length: 500}, (_, index) => `(${String(index)})`).join(', ')}`
    ])
    empty = await world.plan('SELECT 1')
  })
  afterEach(() => world.remove())

  const planOf = (input: Partial<ShadowInput> = {}): Plan => withSteps(empty, shadowSteps(input))
  const rows = (): Promise<unknown> => world.query('SELECT count(*) AS n, sum(qty) AS total FROM item')

  test('has the table copied, says how, and keeps the old one', async () => {
    const plan = withExternalCopies(planOf(), 'pt-online-schema-change')
    expect(plan.phases.flatMap(({steps}) => steps.map(({kind}) => kind))).toEqual(['external-copy'])
    const {events, outcome} = await applyPlan(plan, world.url)
    expect(outcome.status).toBe('done')
    expect(await rows()).toEqual([{n: 500, total: '124750'}])
    expect(await world.query('SHOW COLUMNS FROM item LIKE ?', ['qty'])).toEqual([
      expect.objectContaining({Type: expect.stringMatching(/^bigint/) as string})
    ])
    expect(await world.query('SHOW TABLES LIKE ?', ['%item_old'])).toHaveLength(1)
    const said = events.flatMap((event) => (event.type === 'say' ? [event.text] : []))
    expect(said.join('\n')).toContain('Successfully altered')
  })

  test('says what the program said where it fails, and leaves the table as it is', async () => {
    const plan = withExternalCopies(
      planOf({changes: ['ALTER TABLE {{table}} MODIFY qty no_such_type']}),
      'pt-online-schema-change'
    )
    await expect(applyPlan(plan, world.url)).rejects.toThrow('no_such_type')
    expect(await rows()).toEqual([{n: 500, total: '124750'}])
    expect(await world.query('SHOW TRIGGERS')).toEqual([])
  })

  test.each([
    ['MODIFY code varchar(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci', /unique key `code`/],
    ['MODIFY code varchar(1) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin', /cut or change values of `code`/],
    ['MODIFY qty smallint NOT NULL', /cut or change values of `qty`/],
    ['ADD UNIQUE KEY each_once (qty)', /unique key `each_once`/]
  ])('does not let rows be lost that are the same under a new key, nor values be cut: %s', async (clauses, reason) => {
    await world.query(
      'ALTER TABLE item ADD COLUMN code varchar(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, ADD UNIQUE KEY (code)'
    )
    await world.query("UPDATE item SET code = if(id = 2, 'a', 'A') WHERE id IN (2, 3)")
    const plan = withExternalCopies(planOf({changes: [`ALTER TABLE {{table}} ${clauses}`]}), 'pt-online-schema-change')
    await expect(applyPlan(plan, world.url)).rejects.toThrow(reason)
    expect(await rows()).toEqual([{n: 500, total: '124750'}])
    expect(await world.query('SHOW TABLES LIKE ?', ['%item%'])).toHaveLength(1)
  })

  test('takes away what a killed one has left, and lets it begin again', async () => {
    const plan = withExternalCopies(planOf(), 'pt-online-schema-change')
    // It stands in for one that is killed: so it leaves what the real one makes first.
    const stand = join(folder, 'pt-online-schema-change')
    const made = [
      'CREATE TABLE _item_new LIKE item',
      'CREATE TRIGGER pt_osc_x_item_ins AFTER INSERT ON item FOR EACH ROW REPLACE INTO `_item_new` (`id`, `qty`) VALUES (NEW.id, NEW.qty)'
    ]
    writeFileSync(stand, '#!/bin/sh\nkill -KILL $$\n')
    chmodSync(stand, 0o755)
    try {
      await expect(applyPlan(plan, world.url)).rejects.toThrow('(137)')
    } finally {
      rmSync(stand)
    }
    for (const statement of made) await world.query(statement)
    await takeRunBack(world.url)
    expect(await world.query('SHOW TRIGGERS')).toEqual([])
    expect(await world.query('SHOW TABLES')).toHaveLength(1)
    // What it has left is no trigger of the application's, for which it would have to be told to drop the old table.
    for (const statement of made) await world.query(statement)
    await expect(applyPlan(plan, world.url)).rejects.toThrow('has triggers')
    await takeRunBack(world.url)
    expect((await applyPlan(plan, world.url)).outcome.status).toBe('done')
    expect(await rows()).toEqual([{n: 500, total: '124750'}])
  })

  test('knows what it has left whatever patterns of SQL mean to the session', async () => {
    await world.query('CREATE TABLE _item_new LIKE item')
    await world.query(
      'CREATE TRIGGER pt_osc_x_item_ins AFTER INSERT ON item FOR EACH ROW REPLACE INTO `_item_new` (`id`, `qty`) VALUES (NEW.id, NEW.qty)'
    )
    const session = await connect(world.url, 'sqlsafe test')
    try {
      await session.execute("SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES'")
      const input = {program: 'pt-online-schema-change', table: item, clauses: ''} as const
      expect(await takeAwayLeftBehind(session, input)).toEqual([])
    } finally {
      await session.end()
    }
    expect(await world.query('SHOW TRIGGERS')).toEqual([])
    expect(await world.query('SHOW TABLES')).toHaveLength(1)
  })

  test('gives a program the password in a file that only we can read, and its clauses as one word', async () => {
    const copy = join(folder, 'seen.json')
    const stand = join(folder, 'gh-ost')
    writeFileSync(
      stand,
      `#!${process.execPath}
void import('node:fs').then(({readFileSync, statSync, writeFileSync}) => {
  const path = process.argv.find((each) => each.startsWith('--conf=')).slice(7)
  const seen = {args: process.argv.slice(2), mode: statSync(path).mode & 0o777, file: readFileSync(path, 'utf8')}
  writeFileSync(${JSON.stringify(copy)}, JSON.stringify(seen))
})
`
    )
    chmodSync(stand, 0o755)
    const user = `sqlsafe_${String(process.pid)}`
    const secret = 'p"w\\d'
    await world.query(`CREATE USER ${user}@'%' IDENTIFIED BY ?`, [secret])
    await world.query(`GRANT ALL ON *.* TO ${user}@'%'`)
    try {
      const own = new URL(world.url)
      own.username = user
      own.password = encodeURIComponent(secret)
      const plan = withExternalCopies(planOf(), 'gh-ost')
      expect((await applyPlan(plan, own.href)).outcome.status).toBe('done')
      const seen = JSON.parse(readFileSync(copy, 'utf8')) as {args: string[]; mode: number; file: string}
      expect(seen.mode).toBe(0o600)
      expect(seen.file).toBe(`[client]\nuser="${user}"\npassword="p\\"w\\\\d"\n`)
      expect(seen.args).toContain('--alter=MODIFY qty bigint NOT NULL')
      expect(seen.args.join(' ')).not.toContain(secret)
    } finally {
      await world.query(`DROP USER ${user}@'%'`)
    }
  })

  test('refuses what the program cannot know, and plans without a copy', () => {
    expect(() => withExternalCopies(planOf({columns: {qty: 'qty + 1'}}), 'gh-ost')).toThrow('qty + 1')
    expect(() => withExternalCopies(empty, 'gh-ost')).toThrow('without a shadow table')
  })
})

test('a program that is not there is said to be missing', async () => {
  const world = await createWorld(servers[0].url, ['CREATE TABLE item (id int PRIMARY KEY, qty int)'])
  const empty = await world.plan('SELECT 1')
  const path = process.env['PATH']
  try {
    process.env['PATH'] = tmpdir()
    const plan = withExternalCopies(withSteps(empty, shadowSteps({})), 'gh-ost')
    await expect(applyPlan(plan, world.url)).rejects.toThrow('lack of the program `gh-ost`')
  } finally {
    process.env['PATH'] = path
    await world.remove()
  }
})

/** What `plan` makes of a change that needs a copy, carried out as it is: shape and rows as the plain statement leaves them. */
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {applyPlan} from '../../world.js'
import {createWorld, servers} from '../world.js'
import type {World} from '../world.js'
import {ofAccount, shadowPlan} from './steps.js'

const columns =
  'id int NOT NULL AUTO_INCREMENT, code varchar(20) NOT NULL, qty int, PRIMARY KEY (id), UNIQUE KEY codes (code), KEY by_qty (qty, id)'
const setup = ['account', 'account_twin'].flatMap((name) => [
  `CREATE TABLE ${name} (${columns})`,
  `INSERT INTO ${name} (code, qty) VALUES ('a', 1), ('b', 2), ('c', NULL)`
])
const clauses = 'MODIFY qty bigint, ADD KEY by_code (code, qty)'

describe.each(servers)('$server', ({server, url}) => {
  let world: World
  beforeEach(async () => {
    world = await createWorld(url, setup)
  })
  afterEach(() => world.remove())

  const shape = async (table: string): Promise<string> =>
    String((await world.query(`SHOW CREATE TABLE ${table}`))[0]?.['Create Table']).replaceAll(`\`${table}\``, '`t`')

  test('a planned copy has all columns and indexes', async () => {
    const plan = await world.plan(`ALTER TABLE account ${clauses};`, {smallRows: 0})
    // It copies while others write by itself.
    const way = server === 'MariaDB 11.8' ? 'ddl' : 'shadow-index'
    expect(plan.phases.flatMap(({steps}) => steps.map(({kind}) => kind))).toContain(way)
    const {outcome} = await applyPlan(plan, world.url, {deployed: true, settings: {dropOld: true}})
    expect(outcome).toEqual({status: 'done'})
    await world.query(`ALTER TABLE account_twin ${clauses}`)
    expect(await shape('account')).toBe(await shape('account_twin'))
    expect(await world.query('SELECT * FROM account ORDER BY id')).toEqual(
      await world.query('SELECT * FROM account_twin ORDER BY id')
    )
  })

  test('a table that gets its name by an earlier phase is judged when it has it', async () => {
    const change = 'RENAME TABLE account TO client; ALTER TABLE client MODIFY qty bigint'
    const plan = await world.plan(change, {smallRows: 0, rebuildBytes: 0})
    const settings = {dropOld: true}
    expect((await applyPlan(plan, world.url, {settings})).outcome.status).toBe('waiting')
    expect((await applyPlan(plan, world.url, {settings, deployed: true})).outcome).toEqual({status: 'done'})
    await world.query(`ALTER TABLE account_twin MODIFY qty bigint`)
    expect((await shape('client')).replaceAll('`client`', '`t`')).toBe(await shape('account_twin'))
  })

  test('a plan without the step that builds indexes does not swap', async () => {
    const plan = await shadowPlan(world, ofAccount([`ALTER TABLE {{table}} ${clauses}`]))
    const phases = plan.phases.map((phase) => ({
      ...phase,
      steps: phase.steps.filter(({kind}) => kind !== 'shadow-index')
    }))
    await expect(applyPlan({...plan, phases}, world.url)).rejects.toThrow('Unexpected lack of indexes')
    expect(await shape('account')).toBe(await shape('account_twin'))
  })
})

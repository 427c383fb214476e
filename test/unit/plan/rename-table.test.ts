/** What a plan makes of a rename whose old name the migration itself gives to something else. */
import {expect, it} from 'vitest'
import {stepsOf} from '../../helpers/plan-faults.js'
import {planOf} from '../../helpers/plan-of.js'

const schema = 'CREATE TABLE account (id bigint PRIMARY KEY); CREATE TABLE account_new (id bigint PRIMARY KEY);'
const rename = 'ALTER TABLE account RENAME TO customer'
const viewed = 'CREATE VIEW account AS SELECT * FROM customer'

async function plan(sql: string, dialect: 'postgres' | 'mysql' = 'postgres'): Promise<unknown> {
  const found = await planOf(sql, {schema, dialect})
  return {
    steps: stepsOf(found).map((step) => step.sql),
    unsafe: found.remarks.filter(({severity}) => severity === 'unsafe').map(({text}) => text.split(':')[0])
  }
}

it.each([
  ['its own view', `BEGIN; ${rename}; ${viewed}; COMMENT ON VIEW account IS 'old'; COMMIT;`, [rename, viewed]],
  ['its own view, each by itself', `${rename}; ${viewed}; COMMENT ON VIEW account IS 'old';`, [rename, viewed]],
  [
    'a swap',
    `${rename}; ALTER TABLE account_new RENAME TO account; COMMENT ON TABLE account IS 'new';`,
    [rename, 'ALTER TABLE account_new RENAME TO account']
  ]
])('%s stays, at once with the rename', async (_name, sql, first) => {
  expect(await plan(sql)).toMatchObject({steps: [first, [expect.stringContaining('COMMENT')]], unsafe: []})
})

it('what takes the name over further down is told', async () => {
  const apart = 'Another statement of the migration takes the name `account` over'
  expect(await plan(`BEGIN; ${rename}; COMMENT ON TABLE customer IS 'x'; ${viewed}; COMMIT;`)).toMatchObject({
    unsafe: [apart]
  })
})

it('MySQL cannot do both at once', async () => {
  const between = 'Between the rename and the statement that takes the name `account` over nothing has that name'
  expect(await plan(`RENAME TABLE account TO customer; ${viewed};`, 'mysql')).toMatchObject({unsafe: [between]})
})

it('a rename alone gets a view', async () => {
  expect(JSON.stringify(await plan(`${rename};`))).toContain('CREATE VIEW public.account')
})

/** What stands in a block, or cannot be read, stays one statement of the plan: never twice, never without its conditions. */
import {rmSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {plan} from '../../../src/index.js'
import type {Plan} from '../../../src/index.js'
import {writeProject} from '../../helpers/cli.js'

async function planOf(sql: string): Promise<Plan> {
  const folder = writeProject({
    'schema.sql': 'CREATE TABLE account (id bigint PRIMARY KEY, email text);',
    '0001_change.sql': sql
  })
  try {
    const files = {paths: [join(folder, '0001_change.sql')], schema: [join(folder, 'schema.sql')]}
    return await plan({...files, cwd: folder, dialect: 'postgres'})
  } finally {
    rmSync(folder, {recursive: true})
  }
}

const statementsOf = ({phases}: Plan): string[] => phases.flatMap(({steps}) => steps.flatMap(({sql}) => sql))

test('keeps a block with SQL that is built at run time once, and says once that nobody can tell', async () => {
  const block =
    "DO $$ BEGIN CREATE TABLE q (a int); EXECUTE 'CREATE TABLE ' || lower('M'); ALTER TABLE q ADD b int; END $$"
  const made = await planOf(`${block};`)
  expect(statementsOf(made)).toEqual([block])
  expect(made.remarks).toMatchObject([{severity: 'unsafe', source: {line: 1}}])
})

test('takes nothing out of a block that asks before it acts', async () => {
  const block = "DO $$ BEGIN IF current_user = 'x' THEN CREATE INDEX account_email ON account (email); END IF; END $$"
  const made = await planOf(`${block};`)
  expect(statementsOf(made)).toEqual([block])
  expect(made.remarks).toMatchObject([{severity: 'unsafe'}])
})

test('keeps what cannot be read where it stands, with the settings before it', async () => {
  const made = await planOf('SET search_path = audit, public;\nALTER TABLE account ADD COLUMN;\nSELECT 1;')
  expect(statementsOf(made)).toEqual(['ALTER TABLE account ADD COLUMN', 'SELECT 1'])
  expect(made.phases[0]?.steps.map(({settings}) => settings)).toEqual([
    {search_path: 'audit, public'},
    {search_path: 'audit, public'}
  ])
  expect(made.remarks).toMatchObject([{severity: 'unsafe', source: {line: 2}}])
})

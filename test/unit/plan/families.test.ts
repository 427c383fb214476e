/** Tables that others inherit from: `ONLY` is kept to, and what cannot be done for them is said when it is planned. */
import {describe, expect, it} from 'vitest'
import {stepsOf} from '../../helpers/plan-faults.js'
import {planOf} from '../../helpers/plan-of.js'

const schema = `
  CREATE TABLE base (id int PRIMARY KEY, n int, v text); CREATE TABLE kid (more text) INHERITS (base);
  CREATE TABLE person (id int PRIMARY KEY, name text);
  CREATE TABLE event (id int, at date, who int REFERENCES person, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)`

async function sqlOf(change: string, version = '17'): Promise<string[]> {
  return stepsOf(await planOf(change, {schema, version})).flatMap(({sql}) => sql)
}

describe('ONLY', () => {
  it.each([
    [
      "UPDATE ONLY base SET v = 'x' WHERE v IS NULL",
      "UPDATE ONLY public.base AS target SET v = 'x' WHERE target.v IS NULL"
    ],
    ['DELETE FROM ONLY base WHERE n = 3', 'DELETE FROM ONLY public.base AS target WHERE target.n = 3'],
    ['TRUNCATE ONLY base', 'DELETE FROM ONLY public.base AS target'],
    ['DELETE FROM base WHERE n = 3', 'DELETE FROM public.base AS target WHERE target.n = 3']
  ])('stays in the batches of %s', async (change, batches) => {
    expect(await sqlOf(change)).toEqual([batches])
  })

  it('stays where a column is proved to have values', async () => {
    const change = 'ALTER TABLE ONLY base ALTER COLUMN n SET NOT NULL'
    expect(await sqlOf(change)).toEqual([
      'ALTER TABLE ONLY base ADD CONSTRAINT base_n_not_null CHECK (n IS NOT NULL) NO INHERIT NOT VALID',
      'ALTER TABLE ONLY base VALIDATE CONSTRAINT base_n_not_null',
      'ALTER TABLE ONLY base ALTER COLUMN n SET NOT NULL',
      'ALTER TABLE ONLY base DROP CONSTRAINT base_n_not_null'
    ])
    expect((await sqlOf(change, '18'))[0]).toBe(
      'ALTER TABLE ONLY base ADD CONSTRAINT base_n_not_null NOT NULL n NO INHERIT NOT VALID'
    )
  })
})

it.each([
  ['ALTER TABLE base ALTER COLUMN n TYPE bigint', 'is inherited by other tables'],
  ['ALTER TABLE person ALTER COLUMN id TYPE bigint', 'foreign key of the partitioned table `event`']
])('refuses a copy for %s before anything is begun', async (change, reason) => {
  const {remarks} = await planOf(change, {schema, version: '17'})
  expect(remarks.filter(({severity}) => severity === 'unsafe').map(({text}) => text)).toEqual([
    expect.stringContaining(reason)
  ])
})

it('takes a small table for a busy one where a big one inherits from it', async () => {
  const small = {rows: 10, bytes: 8192}
  const sizesOf = (kid: {rows: number; bytes: number}) =>
    new Map([
      ['base', small],
      ['kid', kid]
    ])
  const change = "UPDATE base SET v = 'x' WHERE v IS NULL"
  const kinds = async (sizes: ReturnType<typeof sizesOf>) =>
    stepsOf(await planOf(change, {schema, sizes})).map(({kind}) => kind)
  expect(await kinds(sizesOf(small))).toEqual(['transaction'])
  expect(await kinds(sizesOf({rows: 5_000_000, bytes: 7_000_000_000}))).toEqual(['batch'])
})

it('drops a view before its table also where the table goes before the end', async () => {
  const statements = await planOf('DROP VIEW seen; DROP TABLE line; ALTER TABLE person DROP CONSTRAINT named', {
    schema: `${schema}; ALTER TABLE person ADD CONSTRAINT named CHECK (name <> '');
      CREATE TABLE line (id int PRIMARY KEY, who int REFERENCES person); CREATE VIEW seen AS SELECT * FROM line`
  })
  expect(stepsOf(statements).flatMap(({sql}) => sql)).toEqual([
    'DROP VIEW seen',
    'DROP TABLE line',
    'ALTER TABLE person DROP CONSTRAINT named'
  ])
})

import {expect, test} from 'vitest'
import {check} from '../../../src/library/check.js'
import type {Dialect} from '../../../src/server/server.js'

/** Ids of what is said of the second migration about columns and views that are new or gone. */
async function said(dialect: Dialect, before: string, after: string): Promise<string[]> {
  const files = {'1.sql': before, '2.sql': after}
  const {files: checked} = await check({cwd: '/p', paths: ['2.sql'], history: ['.'], files, dialect, configuration: {}})
  const about = /^no-(?:untimely-not-null|view-column-drop)$/
  return checked.flatMap(({messages}) => messages.flatMap(({ruleId}) => (about.test(ruleId) ? [ruleId] : [])))
}

const table = 'CREATE TABLE account (id bigint PRIMARY KEY, state varchar(9) NOT NULL);'
const fill = 'UPDATE account SET state_id = 1 WHERE id BETWEEN 1 AND 1000;'

test.each<[Dialect, swap: string]>([
  [
    'postgres',
    'ALTER TABLE account DROP state; ALTER TABLE account RENAME state_id TO @; ALTER TABLE account ALTER @ SET NOT NULL;'
  ],
  ['mysql', 'ALTER TABLE account DROP COLUMN state, CHANGE state_id @ int NOT NULL;'],
  [
    'mysql',
    'ALTER TABLE account DROP state; ALTER TABLE account CHANGE state_id @ int; ALTER TABLE account MODIFY @ int NOT NULL;'
  ]
])('%s: a column in the place of another is one that the running release fills: %s', async (dialect, swap) => {
  const add = `ALTER TABLE account ADD COLUMN state_id int; ${fill}`
  expect(await said(dialect, table, `${add} ${swap.replaceAll('@', 'state')}`)).toEqual([])
  expect(await said(dialect, table, `${add} ${swap.replaceAll('@', 'other')}`)).toEqual(['no-untimely-not-null'])
})

test.each<[Dialect, query: string, gone: boolean]>([
  ['postgres', 'SELECT *, 1 AS one FROM account', false],
  ['postgres', 'SELECT account.* FROM account', false],
  ['postgres', 'SELECT id, lower(state) FROM account', true],
  ['postgres', 'SELECT id, 1 + 1 FROM account', false],
  ['mysql', 'SELECT account.*, 1 AS one FROM account', false],
  ['mysql', 'SELECT id, 1 AS one FROM account', true]
])('%s: of the view of `%s` a column is gone: %s', async (dialect, query, gone) => {
  const before = `${table} CREATE VIEW person AS SELECT id, state FROM account;`
  const after = `DROP VIEW person; CREATE VIEW person AS ${query};`
  expect(await said(dialect, before, after)).toEqual(gone ? ['no-view-column-drop'] : [])
})

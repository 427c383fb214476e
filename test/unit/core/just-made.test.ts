import {expect, it} from 'vitest'
import {check} from '../../../src/index.js'

const made = 'CREATE TABLE app.account (id bigint PRIMARY KEY);'

async function rulesOf(text: string, history = ''): Promise<string[]> {
  const files = {'1.sql': history, '2.sql': text}
  const {files: checked} = await check({cwd: '/p', dialect: 'postgres', files, paths: ['2.sql'], history: ['1.sql']})
  const looked = ['no-table-drop', 'no-table-truncate', 'no-column-drop']
  return checked.flatMap(({messages}) => messages.map(({ruleId}) => ruleId)).filter((id) => looked.includes(id))
}

it('takes a bare name that is dropped or emptied for another table than the one that the file has just made', async () => {
  expect(await rulesOf(`${made} DROP TABLE account;`)).toEqual(['no-table-drop'])
  expect(await rulesOf(`${made} TRUNCATE account;`)).toEqual(['no-table-truncate'])
  expect(await rulesOf(`${made} DROP TABLE account; ALTER TABLE app.account DROP COLUMN id;`)).toEqual([
    'no-table-drop'
  ])
})

it('takes it for the one that was made where it is dropped by its full name, or the path says so', async () => {
  expect(await rulesOf(`${made} DROP TABLE app.account;`)).toEqual([])
  expect(await rulesOf(`SET search_path = app; ${made} DROP TABLE account;`)).toEqual([])
  expect(await rulesOf(`${made} ALTER TABLE account DROP COLUMN id;`)).toEqual([])
})

it('takes it for the one of a migration before where that is the only one', async () => {
  expect(await rulesOf('DROP TABLE account;', made)).toEqual(['no-table-drop'])
})

import {expect, it} from 'vitest'
import {check} from '../../../src/index.js'

const tables = `CREATE TABLE account (id bigint PRIMARY KEY, email text, age int CONSTRAINT old CHECK (age > 0));
CREATE UNIQUE INDEX account_mail ON account (email);
CREATE INDEX account_age ON account (age);`

const rename = 'ALTER INDEX account_mail RENAME TO account_email;'

async function findings(text: string): Promise<number> {
  const {files} = await check({
    cwd: '/p',
    dialect: 'postgres',
    files: {'1.sql': tables, '2.sql': text},
    paths: ['2.sql'],
    history: ['1.sql'],
    configuration: {preset: 'strict'}
  })
  return files.flatMap(({messages}) => messages).filter(({ruleId}) => ruleId === 'no-constraint-rename').length
}

it('tells names that errors bring, and no others', async () => {
  expect(await findings(rename)).toBe(1)
  expect(await findings('ALTER TABLE account RENAME CONSTRAINT old TO new;')).toBe(1)
  expect(await findings('ALTER INDEX account_age RENAME TO a;')).toBe(0)
})

it('tells them also where the table or a column changes its name: its errors bring that of the constraint', async () => {
  expect(await findings(`ALTER TABLE account RENAME TO person; ${rename}`)).toBe(1)
  expect(await findings(`ALTER TABLE account RENAME COLUMN email TO mail; ${rename}`)).toBe(1)
})

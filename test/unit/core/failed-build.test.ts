import {expect, it} from 'vitest'
import {check} from '../../../src/index.js'

const tables =
  'CREATE TABLE account (id bigint PRIMARY KEY, email text); CREATE SCHEMA shop; CREATE TABLE shop.account (id bigint PRIMARY KEY, email text);'
const build = (unique: '' | 'UNIQUE '): string =>
  `CREATE ${unique}INDEX CONCURRENTLY IF NOT EXISTS account_email ON account (email);`

/** Of the two rules, those that speak of a text. */
async function rulesOf(text: string): Promise<string[]> {
  const files = {'1.sql': tables, '2.sql': text}
  const {files: checked} = await check({
    cwd: '/p',
    dialect: 'postgres',
    files,
    paths: ['2.sql'],
    history: ['1.sql']
  })
  const looked = ['no-hidden-invalid-index', 'no-unenforced-uniqueness']
  return checked.flatMap(({messages}) => messages.map(({ruleId}) => ruleId)).filter((id) => looked.includes(id))
}

it('tells a build that takes a failed one for done: of a unique index by one rule, of others by the other', async () => {
  expect(await rulesOf(build('UNIQUE '))).toEqual(['no-unenforced-uniqueness'])
  expect(await rulesOf(build(''))).toEqual(['no-hidden-invalid-index'])
})

it('is silent where the second run drops what is left, is refused, or builds it again', async () => {
  const unique = build('UNIQUE ')
  expect(await rulesOf(`DROP INDEX CONCURRENTLY IF EXISTS account_email;\n${unique}`)).toEqual([])
  const key = 'ALTER TABLE account ADD CONSTRAINT account_email UNIQUE USING INDEX account_email;'
  expect(await rulesOf(`${unique}\n${key}`)).toEqual([])
  expect(await rulesOf(`${unique}\nREINDEX INDEX CONCURRENTLY account_email;`)).toEqual([])
  expect(await rulesOf(`${unique}\n${key.replaceAll('account_email', 'other')}`)).toHaveLength(1)
  expect(await rulesOf(`${unique}\nDROP INDEX CONCURRENTLY IF EXISTS account_email;`)).toHaveLength(1)
  const elsewhere = `SET search_path = shop;\nDROP INDEX CONCURRENTLY IF EXISTS account_email;\nRESET search_path;`
  expect(await rulesOf(`${elsewhere}\n${unique}`)).toHaveLength(1)
})

it('is silent where an earlier migration has built the index', async () => {
  const built = 'CREATE INDEX account_email ON account (email);'
  const files = {'1.sql': tables, '2.sql': built, '3.sql': build('')}
  const result = await check({cwd: '/p', dialect: 'postgres', files, paths: ['3.sql'], history: ['1.sql', '2.sql']})
  expect(result.files.flatMap(({messages}) => messages.map(({ruleId}) => ruleId))).not.toContain(
    'no-hidden-invalid-index'
  )
})

it('takes no index of another schema for the one that is built', async () => {
  const unique = build('UNIQUE ').replace('ON account', 'ON shop.account')
  const left = (before: string, after = ''): Promise<string[]> => rulesOf(`${before}\n${unique}\n${after}`)
  expect(await left('DROP INDEX CONCURRENTLY IF EXISTS shop.account_email;')).toEqual([])
  expect(await left('DROP INDEX CONCURRENTLY IF EXISTS account_email;')).toHaveLength(1)
  expect(await left('DROP INDEX CONCURRENTLY IF EXISTS public.account_email;')).toHaveLength(1)
  expect(await left('SET search_path = shop;\nDROP INDEX CONCURRENTLY IF EXISTS account_email;')).toEqual([])
  expect(await left('', 'REINDEX INDEX shop.account_email;')).toEqual([])
  expect(await left('', 'REINDEX INDEX archive.account_email;')).toHaveLength(1)
  const key = 'ALTER TABLE shop.account ADD CONSTRAINT account_email UNIQUE USING INDEX account_email;'
  expect(await left('', key)).toEqual([])
  expect(await left('', key.replace('shop', 'archive'))).toHaveLength(1)
  // A bare name, and the schema in which its table is.
  expect(await rulesOf(`DROP INDEX CONCURRENTLY public.account_email;\n${build('UNIQUE ')}`)).toEqual([])
  expect(await rulesOf(`DROP INDEX CONCURRENTLY shop.account_email;\n${build('UNIQUE ')}`)).toHaveLength(1)
})

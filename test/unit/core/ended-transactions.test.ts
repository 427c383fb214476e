import {describe, expect, it} from 'vitest'
import type {CheckedFile, Configuration} from '../../../src/index.js'
import {check} from '../../../src/library/check.js'

const outside = 'COMMIT;\nCREATE INDEX CONCURRENTLY ON account (email);\nBEGIN;\nANALYZE account;'

/** Rules about transactions that speak of a file. */
async function found(
  text: string,
  transaction: 'migration' | 'query' | 'none',
  configuration: Configuration = {}
): Promise<string[]> {
  const given = {cwd: '/p', paths: ['.'], files: {'1.sql': text}, dialect: 'postgres'} as const
  const {files} = await check({...given, configuration: {...configuration, runner: {transaction}}})
  return idsOf(files)
}

function idsOf(files: readonly CheckedFile[]): string[] {
  return files.flatMap(({messages}) => messages.map(({ruleId}) => ruleId)).filter((id) => id.endsWith('-transaction'))
}

it('a transaction that takes the place of the ended one of the runner is ended by it', async () => {
  expect(await found(outside, 'migration')).toEqual(['no-nested-transaction'])
  expect(await found(outside, 'none')).toEqual(['no-uncommitted-transaction'])
})

it('what could not be read may have begun a transaction', async () => {
  expect(await found('SELECT 1;\nCOMMIT;', 'none')).toEqual(['no-nested-transaction'])
  expect(await found('BEGIN {{ isolation }} LEVEL;\nCOMMIT;', 'none')).toEqual([])
})

describe('a file that is sent as one query', () => {
  const after =
    'BEGIN;\nALTER TABLE account ADD COLUMN phone text;\nCOMMIT;\nCREATE INDEX CONCURRENTLY ON account (email);'

  // test/live/rules/one-query.test.ts asks the server.
  it('is in a transaction again after each COMMIT', async () => {
    expect(await found(after, 'none')).toEqual([])
    expect(await found(after, 'query')).toContain('no-concurrently-in-transaction')
    const files = {'1_a.up.sql': after, '1_a.down.sql': ''}
    const {files: checked} = await check({cwd: '/p', paths: ['.'], files, dialect: 'postgres'})
    expect(idsOf(checked)).toContain('no-concurrently-in-transaction')
  })

  it('is in none where it is one statement', async () => {
    expect(await found('CREATE INDEX CONCURRENTLY ON account (email);', 'query')).toEqual([])
  })

  it('may begin one after it has ended one', async () => {
    expect(await found('SELECT 1;\nCOMMIT;\nBEGIN;\nSELECT 2;\nCOMMIT;', 'query')).toEqual(['no-nested-transaction'])
  })
})

it('is in no transaction where squawk is told so, and its comments hold', async () => {
  const text = '-- squawk-disable-assume-in-transaction\nSELECT 1;\nCREATE INDEX CONCURRENTLY ON account (email);'
  expect(await found(text, 'query', {compat: {suppressions: true}})).toEqual([])
  expect(await found(text, 'query')).toEqual(['no-concurrently-in-transaction'])
})

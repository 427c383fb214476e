import {expect, it} from 'vitest'
import {check} from '../../../src/library/check.js'

const outside = 'COMMIT;\nCREATE INDEX CONCURRENTLY ON account (email);\nBEGIN;\nANALYZE account;'

/** Rules about transactions that speak of a file. */
async function found(text: string, transaction: 'migration' | 'none'): Promise<string[]> {
  const given = {cwd: '/p', paths: ['.'], files: {'1.sql': text}, dialect: 'postgres'} as const
  const {files} = await check({...given, configuration: {runner: {transaction}}})
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

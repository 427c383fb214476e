import {unified} from 'unified'
import {VFile} from 'vfile'
import {describe, expect, it} from 'vitest'
import {Session, UsageError, check, explain, loadReader, sqlsafeParse, sqlsafeRules} from '../../../src/index.js'

const sql = 'CREATE TABLE account (id bigint);\nALTER TABLE account_old ADD COLUMN code uuid DEFAULT gen_random_uuid();'

describe('the library', () => {
  it('checks text from standard input', async () => {
    const {files, summary} = await check({paths: ['-'], stdin: sql, dialect: 'postgres', serverVersion: '16'})
    expect(files.flatMap(({messages}) => messages.map(({ruleId}) => ruleId))).toContain('no-rewriting-add-column')
    expect(summary.statements).toBe(2)
  })

  it('explains what the server will do', async () => {
    const [, second] = await explain({paths: ['-'], stdin: sql, dialect: 'postgres', serverVersion: '16'})
    expect(second?.effects).toMatchObject([{relation: 'account_old', lock: 'ACCESS EXCLUSIVE', rewrite: 'table'}])
  })

  it('says what is wrong with its options', async () => {
    await expect(check({paths: ['nowhere'], dialect: 'postgres'})).rejects.toBeInstanceOf(UsageError)
  })

  it('gives plugins that unified runs', async () => {
    const server = {dialect: 'postgres', version: [16]} as const
    const processor = unified()
      .use(sqlsafeParse, {reader: await loadReader(server)})
      .use(sqlsafeRules, {createSession: () => new Session(server)})
    const file = new VFile({path: '0001.sql', value: sql})
    processor.runSync(processor.parse(file), file)
    expect(file.messages.map(({ruleId, source}) => [source, ruleId])).toContainEqual([
      'sqlsafe',
      'no-rewriting-add-column'
    ])
  })
})

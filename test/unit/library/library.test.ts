import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {unified} from 'unified'
import {VFile} from 'vfile'
import {describe, expect, it} from 'vitest'
import {Session, UsageError, check, explain, loadReader, sqlsafeParse, sqlsafeRules} from '../../../src/index.js'
import type {ProjectOptions} from '../../../src/index.js'
import {root} from '../../../scripts/build/options.js'
import {textsBelow} from '../../helpers/cli.js'

const layouts = join(root, 'fixtures/layouts')

const sql = 'CREATE TABLE account (id bigint);\nALTER TABLE account_old ADD COLUMN code uuid DEFAULT gen_random_uuid();'

describe('the library', () => {
  it('checks text from standard input', async () => {
    const {files, summary} = await check({paths: ['-'], stdin: sql, dialect: 'postgres', serverVersion: '16'})
    expect(files.flatMap(({messages}) => messages.map(({ruleId}) => ruleId))).toContain('no-rewriting-add-column')
    expect(summary.statements).toBe(2)
  })

  it('takes no path for a list of letters', async () => {
    const options = {paths: ['-'], stdin: sql, schema: 'schema.sql'} as unknown as ProjectOptions
    await expect(check(options)).rejects.toThrow('Unexpected `schema`, expected a list of paths')
  })

  it('explains what the server will do', async () => {
    const [, second] = await explain({paths: ['-'], stdin: sql, dialect: 'postgres', serverVersion: '16'})
    expect(second?.effects).toMatchObject([{relation: 'account_old', lock: 'ACCESS EXCLUSIVE', rewrite: 'table'}])
  })

  it.each(readdirSync(layouts))('reads texts as it reads the same on the disk: %s', async (name) => {
    const cwd = join(layouts, name)
    const options = {paths: ['.'], cwd, dialect: 'postgres', configuration: {preset: 'all'}} as const
    const onDisk = await check(options)
    expect(await check({...options, files: textsBelow(cwd)})).toEqual(onDisk)
    expect(onDisk.files.length).toBeGreaterThan(0)
  })

  it('reads sizes and dumps from texts, and nothing from the disk', async () => {
    const files = {
      'm/1.sql': 'CREATE INDEX account_code ON account (code);',
      'schema.sql': 'CREATE TABLE account (id bigint PRIMARY KEY, code text);',
      'sizes.json': '{"version": 1, "tables": {"account": {"rows": 3, "bytes": 8192}}}'
    }
    const options = {paths: ['m'], files, cwd: layouts, schema: ['schema.sql'], dialect: 'postgres'} as const
    const idsOf = async (more: Partial<ProjectOptions>): Promise<Array<string | undefined>> =>
      (await check({...options, ...more})).files.flatMap(({messages}) => messages.map(({ruleId}) => ruleId))
    expect(await idsOf({})).toContain('no-blocking-index')
    expect(await idsOf({stats: 'sizes.json'})).not.toContain('no-blocking-index')
    await expect(check({...options, paths: ['goose']})).rejects.toBeInstanceOf(UsageError)
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

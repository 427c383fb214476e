import {describe, expect, it} from 'vitest'
import {stepsOf} from '../../helpers/plan-faults.js'
import {planOf} from '../../helpers/plan-of.js'

const schema = 'CREATE TABLE account (id bigint PRIMARY KEY)'

describe('statements without a table', () => {
  it.each(['VACUUM FULL;', 'CLUSTER;'])('%s is not called safe', async (sql) => {
    const {remarks} = await planOf(sql, {schema})
    expect(remarks).toEqual([expect.objectContaining({severity: 'unsafe'})])
    expect(remarks[0]?.text).toContain('name those that need it')
  })

  it('a plain VACUUM is', async () => {
    expect((await planOf('VACUUM;', {schema})).remarks).toEqual([])
  })

  it.each([
    ['REINDEX DATABASE shop;', 'REINDEX DATABASE CONCURRENTLY shop'],
    ['REINDEX SCHEMA other;', 'REINDEX SCHEMA CONCURRENTLY other']
  ])('%s is done concurrently, also where nobody has shown the tables', async (sql, statement) => {
    expect(stepsOf(await planOf(sql)).flatMap((step) => step.sql)).toEqual([statement])
  })

  it('REINDEX of an index that the server never builds concurrently is not called safe', async () => {
    const excluding = 'CREATE TABLE stay (id int, span int4range, CONSTRAINT apart EXCLUDE USING gist (span WITH &&))'
    const {phases, remarks} = await planOf('REINDEX INDEX apart;', {schema: excluding})
    expect(remarks).toEqual([expect.objectContaining({severity: 'unsafe'})])
    expect(phases.flatMap(({steps}) => steps.map(({kind}) => kind))).not.toContain('index-reindex-concurrently')
  })
})

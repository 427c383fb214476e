/** What the facts are made of and how they are put together; that they are true, `test/live` shows. */
import {beforeAll, describe, expect, it} from 'vitest'
import type {Judgement} from '../../../src/knowledge/effect.js'
import {facts} from '../../../src/knowledge/postgres/facts/index.js'
import {judge} from '../../../src/knowledge/judge.js'
import {inVersions} from '../../../src/server/server.js'
import {loadReader} from '../../../src/operations/read.js'
import {type Reader} from '../../../src/operations/script.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {change} from '../../../src/schema/change.js'
import {Session} from '../../../src/schema/session.js'

let read: Reader

beforeAll(async () => {
  read = await loadReader({dialect: 'postgres', version: [18]})
})

/** Judge the last statement of a script on what the ones before it make. */
function judgeLast(script: string, version = 18, inTransaction = false): Judgement {
  const catalog = new Catalog()
  const session = new Session({dialect: 'postgres', version: [version]})
  const commands = read(script).statements.flatMap((statement) => statement.commands)
  const last = commands.pop()
  if (!last) throw new Error('Unexpected empty script')
  for (const command of commands) change(command, catalog, session, undefined)
  if (inTransaction) {
    session.transaction = {byRunner: true, mark: catalog.mark(), settings: new Map(), savepoints: []}
  }
  return judge(last, {catalog, session})
}

describe('facts', () => {
  const all = Object.entries(facts)

  it.each(all)('of %s name their source and a version range that can be read', (kind, rows) => {
    for (const row of rows) {
      expect(row.operation).toBe(kind)
      expect(row.source.url).toMatch(/^https:\/\/www\.postgresql\.org\/docs\//)
      expect(row.because).not.toBe('')
      expect(() => inVersions([18], row.versions)).not.toThrow()
    }
  })

  it.each(all)('of %s end with a row that always holds, for each role', (_kind, rows) => {
    for (const role of new Set(rows.map(({on}) => on))) {
      const own = rows.filter(({on}) => on === role)
      // A role of some versions only is not touched on the others.
      const last = own.at(-1)
      expect(last?.when, role).toEqual([])
    }
  })
})

describe('judgePostgres', () => {
  it('says unknown where the catalog does not know the column, and reckons with the worst', () => {
    const [effect] = judgeLast('ALTER TABLE account ALTER name TYPE text').effects
    expect(effect).toMatchObject({lock: 'ACCESS EXCLUSIVE', scan: 'table', rewrite: 'table', confidence: 'unknown'})
  })

  it('gives the reason of the worst where it is not known what holds', () => {
    const [effect] = judgeLast('ALTER TABLE account ALTER name SET NOT NULL').effects
    expect(effect).toMatchObject({scan: 'table', confidence: 'unknown', because: 'no valid CHECK proves it'})
  })

  it('does not need the catalog where nothing hangs on it', () => {
    const [effect] = judgeLast('ALTER TABLE account ADD COLUMN note text').effects
    expect(effect).toMatchObject({lock: 'ACCESS EXCLUSIVE', scan: 'none', rewrite: 'none', confidence: 'observed'})
  })

  it('takes one effect for each relation, of all parts of a statement', () => {
    const judgement = judgeLast(
      `CREATE TABLE account (id int); ALTER TABLE account ADD CONSTRAINT c CHECK (id > 0) NOT VALID;
       ALTER TABLE account VALIDATE CONSTRAINT c, ADD COLUMN note text`
    )
    expect(judgement.effects).toHaveLength(1)
    expect(judgement.effects[0]).toMatchObject({lock: 'ACCESS EXCLUSIVE', scan: 'table'})
    expect(judgement.byOperation.map((effects) => effects[0]?.lock)).toEqual([
      'SHARE UPDATE EXCLUSIVE',
      'ACCESS EXCLUSIVE'
    ])
  })

  it('leaves out what IF EXISTS does not find', () => {
    expect(judgeLast('DROP TABLE IF EXISTS account').effects).toEqual([])
    const others = 'CREATE TABLE post (id int);'
    expect(judgeLast(`${others} ALTER TABLE IF EXISTS account ADD COLUMN note text`).effects).toEqual([])
  })

  it('takes a table for one that is there where none is known', () => {
    const [effect] = judgeLast('ALTER TABLE IF EXISTS account ADD COLUMN note text').effects
    expect(effect).toMatchObject({relation: 'account', lock: 'ACCESS EXCLUSIVE'})
  })

  it('never calls a function that nobody knows safe', () => {
    const [effect] = judgeLast(
      'CREATE TABLE account (id int); ALTER TABLE account ADD COLUMN x int DEFAULT make_one()'
    ).effects
    expect(effect).toMatchObject({rewrite: 'table', confidence: 'unknown'})
  })

  it('locks what a security label is put on, as the manual says: no server has a provider of them at hand', () => {
    const {effects} = judgeLast("CREATE TABLE t (a int); SECURITY LABEL ON TABLE t IS 'x'")
    expect(effects).toMatchObject([{relation: 't', lock: 'SHARE UPDATE EXCLUSIVE', confidence: 'documented'}])
  })

  it('names schemas other than public', () => {
    const [effect] = judgeLast('CREATE TABLE app.account (id int); ALTER TABLE app.account ADD x int').effects
    expect(effect?.relation).toBe('app.account')
  })

  it('counts nothing for a table without rows of its own', () => {
    const {effects} = judgeLast(
      `CREATE TABLE log (at date) PARTITION BY RANGE (at);
       CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
       ALTER TABLE log ADD COLUMN x uuid DEFAULT gen_random_uuid()`
    )
    expect(effects.map(({relation, rewrite}) => [relation, rewrite])).toEqual([
      ['log', 'none'],
      ['log_1', 'table']
    ])
  })
})

describe('refusals', () => {
  it.each([
    ['ALTER TABLE t ADD x int GENERATED ALWAYS AS (1) VIRTUAL', 17],
    ['ALTER TABLE t ADD x int GENERATED ALWAYS AS (1)', 17],
    ['ALTER TABLE t ADD CONSTRAINT n NOT NULL a', 17],
    ['ALTER TABLE t ADD CHECK (a > 0) NOT ENFORCED', 17],
    ['ALTER TABLE t ADD CONSTRAINT w UNIQUE (a, b WITHOUT OVERLAPS)', 17],
    ['ALTER TABLE t ALTER a SET EXPRESSION AS (1)', 16],
    ['ALTER TABLE t SET ACCESS METHOD DEFAULT', 16],
    ['CREATE UNIQUE INDEX ON t (a) NULLS NOT DISTINCT', 14],
    ['ALTER TABLE t SET ACCESS METHOD heap', 14],
    ['MERGE INTO t USING u ON t.id = u.id WHEN MATCHED THEN DELETE', 14],
    ['CREATE VIEW v WITH (security_invoker) AS SELECT 1', 14],
    ['ALTER VIEW v SET (security_invoker = true)', 14]
  ])('%s by %i', (statement, version) => {
    expect(judgeLast(statement, version).refusal?.reason).toBe('version')
    expect(judgeLast(statement, version + 1).refusal).toBeUndefined()
  })

  it.each(['CREATE INDEX CONCURRENTLY i ON t (a)', 'VACUUM t', 'DROP INDEX CONCURRENTLY i', 'REINDEX SCHEMA public'])(
    '%s in a transaction only',
    (statement) => {
      expect(judgeLast(statement, 18, true).refusal?.reason).toBe('transaction')
      expect(judgeLast(statement).refusal).toBeUndefined()
    }
  )
})

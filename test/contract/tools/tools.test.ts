/** All tools that `sqlsafe plan --tool` knows. */
import {readdirSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {rules} from '../../../src/core/rules/rules.generated.js'
import type {OperationKind} from '../../../src/operations/operation.js'
import {toolFiles} from '../../../src/plan/tool-files.js'
import {toolWork} from '../../../src/plan/tool-work.js'
import {tools} from '../../../src/plan/tools.generated.js'
import {serverOf} from '../../../src/rule-tester/run-example.js'
import {projectOf} from '../../helpers/plan-of.js'

const schema = `
  CREATE TABLE account (id bigint PRIMARY KEY, mail text, state text NOT NULL DEFAULT 'new', n int);
  CREATE TABLE team (id bigint PRIMARY KEY);
  CREATE INDEX by_n ON account (n);`

/** Statements of each kind that a tool for PostgreSQL may say it can do. */
const samples: Partial<Record<OperationKind, string>> = {
  'column.add': 'ALTER TABLE account ADD COLUMN age int DEFAULT 1',
  'column.drop': 'ALTER TABLE account DROP COLUMN n',
  'column.drop-default': 'ALTER TABLE account ALTER COLUMN state DROP DEFAULT',
  'column.drop-not-null': 'ALTER TABLE account ALTER COLUMN state DROP NOT NULL',
  'column.rename': 'ALTER TABLE account RENAME COLUMN n TO number',
  'column.set-default': "ALTER TABLE account ALTER COLUMN state SET DEFAULT 'old'",
  'column.set-not-null': 'ALTER TABLE account ALTER COLUMN mail SET NOT NULL',
  'column.set-type': 'ALTER TABLE account ALTER COLUMN n TYPE bigint',
  'constraint.add':
    'ALTER TABLE account ADD CONSTRAINT positive CHECK (n > 0); ALTER TABLE account ADD FOREIGN KEY (n) REFERENCES team (id)',
  'index.create': 'CREATE INDEX by_mail ON account (mail)',
  'index.drop': 'DROP INDEX by_n',
  'index.reindex': 'REINDEX TABLE account',
  'index.set-tablespace': 'ALTER INDEX by_n SET TABLESPACE fast',
  'table.cluster': 'CLUSTER account USING by_n',
  'table.drop': 'DROP TABLE team',
  'table.rename': 'ALTER TABLE account RENAME TO accounts',
  'table.set-tablespace': 'ALTER TABLE account SET TABLESPACE fast',
  'table.vacuum': 'VACUUM FULL account'
}

describe.each(Object.entries(tools))('%s', (name, load) => {
  it('has the name of its file, a sentence, a version with its page, engines and limits', async () => {
    const tool = await load()
    expect(readdirSync(new URL('../../../src/plan/tools/', import.meta.url))).toContain(`${name}.ts`)
    expect(tool.name).toBe(name)
    expect(tool.summary).toMatch(/^[A-Z][^]*[^.]$/)
    expect(tool.version).toMatch(/^\d+\.\d+/)
    expect(tool.url).toMatch(/^https:/)
    expect(tool.engines.length).toBeGreaterThan(0)
    expect(tool.strength).toMatch(/^[a-z][^\n]*[^.]$/)
    expect(tool.limits.length).toBeGreaterThan(0)
    for (const limit of tool.limits) expect(limit).toMatch(/^(?:[A-Z]|`)[^\n]*[^.]$/)
  })

  it('does every kind of operation that it names', async () => {
    const tool = await load()
    if (!tool.engines.includes('postgres')) return // Those for MySQL take what must be copied, of any kind.
    for (const kind of tool.on) {
      const [migration] = toolWork(tool, await projectOf([samples[kind] ?? ''], {schema}))
      expect([kind, migration?.work.map((each) => each.kind)]).toEqual([kind, expect.arrayContaining(['tool'])])
    }
  })

  it('says of every statement of the examples who does it, and why where nobody does', async () => {
    const tool = await load()
    for (const rule of rules) {
      for (const example of rule.docs.examples) {
        const {dialect} = serverOf(rule, example)
        if (!tool.engines.includes(dialect) || example.refused === true) continue
        const project = await projectOf([example.unsafe], {
          dialect,
          schema: example.schema,
          transaction: example.transaction,
          version: example.version ?? {postgres: '18', mysql: '8.4', mariadb: '10.11'}[dialect]
        })
        const work = toolWork(tool, project)
        const texts = toolFiles(tool, work).map(({text}) => text)
        for (const each of work.flatMap((migration) => migration.work)) {
          if (each.kind === 'tool') expect(each.pieces.length).toBeGreaterThan(0)
          if (each.kind === 'cannot') {
            expect(each.reason).toMatch(/\w/)
            expect(texts.filter((text) => text.includes(each.sql) && text.includes('NOT SAFE'))).not.toEqual([])
          }
        }
        const lines = work.flatMap((migration) => migration.work.map(({line, sql}) => `${String(line)} ${sql}`))
        expect(new Set(lines).size).toBe(lines.length)
      }
    }
  })
})

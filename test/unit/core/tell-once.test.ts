import {describe, expect, it} from 'vitest'
import {defineRule} from '../../../src/core/define-rule.js'
import {runRules} from '../../../src/core/rules/run-rules.js'
import type {RunOptions} from '../../../src/core/rules/run-rules.js'
import {loadReader} from '../../../src/operations/read.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {Session} from '../../../src/schema/session.js'

const server = {dialect: 'postgres', version: [18]} as const
const readSql = await loadReader(server)

const noIndex = defineRule({
  id: 'no-index',
  summary: 'Disallow indexes',
  severity: 'warning',
  on: 'index.create',
  engines: ['postgres'],
  once: 'migration',
  recipe: null,
  messages: {index: 'Unexpected index'},
  docs: {condition: '', effect: '', instead: '', notWhen: '', examples: []},
  check: (_, {report}) => {
    report('index')
  }
})

const before = 'CREATE TABLE account (id bigint, mail text, name text); CREATE TABLE post (id bigint, text text);'
const renames = [
  'ALTER TABLE account RENAME COLUMN mail TO email;',
  'ALTER TABLE account RENAME COLUMN name TO title;',
  'ALTER TABLE post RENAME COLUMN text TO body;'
]

/** Findings of the second migration, as line, rule and what is said behind the sentence. */
function found(text: string, options: Partial<RunOptions> = {}): string[] {
  const migrations = [before, text].map((each, index) => {
    const checked = index > 0
    return {path: `${String(index)}.sql`, text: each, transaction: 'none' as const, checked, script: readSql(each)}
  })
  const createSession = () => new Session(server, {lock_timeout: '5s', statement_timeout: '5s'})
  const {files} = runRules({migrations, catalog: new Catalog(), createSession, ...options})
  return (files[0]?.messages ?? []).map(({again, place, reason, ruleId}) => {
    const line = text.slice(0, place.start).split('\n').length
    return [line, ruleId, /\(and .*\)$/.exec(reason)?.[0], again === true ? 'again' : undefined]
      .filter((part) => part !== undefined)
      .join(' ')
  })
}

describe('findings of one cause', () => {
  it('are one that counts the others', () => {
    expect(found(renames.join('\n'))).toEqual(['1 no-column-rename (and 2 more in this migration)'])
    expect(found(renames[2] ?? '')).toEqual(['1 no-column-rename'])
  })

  it('are one at a place that they come from again and again', () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    expect(found(`TRUNCATE ${names.slice(0, 3).join(', ')};`)).toHaveLength(3)
    expect(found(`TRUNCATE ${names.join(', ')};`)).toEqual(['1 no-table-truncate (and 4 more at this place)'])
    expect(found(`TRUNCATE ${names.join(', ')};`, {everywhere: true})).toHaveLength(5)
  })

  it('are one for each table where each waits for another', () => {
    const updates = [
      'UPDATE account SET name = mail;',
      'UPDATE post SET text = NULL;',
      'UPDATE account SET mail = NULL;'
    ]
    expect(found(updates.join('\n'))).toEqual([
      '1 no-update-without-where (and 1 more in this migration, of the same table)',
      '2 no-update-without-where'
    ])
  })

  it('are all there for those who are to mend each place', () => {
    expect(found(renames.join('\n'), {everywhere: true})).toEqual([
      '1 no-column-rename',
      '2 no-column-rename again',
      '3 no-column-rename again'
    ])
  })

  it('are kept back one by one: a comment about the first says nothing of the next', () => {
    const suppressed = ['-- sqlsafe-disable-next-line no-column-rename: nobody uses it', ...renames]
    expect(found(suppressed.join('\n'))).toEqual(['3 no-column-rename (and 1 more in this migration)'])
    const both = suppressed.toSpliced(2, 0, '-- sqlsafe-disable-next-line no-column-rename: nor this')
    expect(found(both.join('\n'))).toEqual(['5 no-column-rename'])
  })

  it('are told by the gravest', () => {
    const sizes = new Map([['post', {rows: 1_000_000_000, bytes: 1e12}]])
    const builds = 'CREATE INDEX ON account (mail);\nCREATE INDEX ON post (text);'
    const rules = [noIndex]
    expect(found(builds, {rules})).toEqual(['1 no-index (and 1 more in this migration)'])
    expect(found(builds, {rules, sizes})).toEqual(['2 no-index (and 1 more in this migration)'])
  })
})

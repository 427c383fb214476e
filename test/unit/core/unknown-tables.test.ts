/** One migration by itself, as a review sees it that was given neither history nor schema. */
import {describe, expect, it} from 'vitest'
import {check} from '../../../src/library/check.js'
import type {Dialect} from '../../../src/server/server.js'
import type {Preset} from '../../../src/core/presets.js'

const timeouts = new Set(['require-lock-timeout', 'require-statement-timeout', 'require-algorithm-clause'])

async function found(text: string, preset: Preset, dialect: Dialect = 'postgres'): Promise<string[]> {
  const configuration = {preset, runner: {transaction: 'none' as const}}
  const {files} = await check({cwd: '/', paths: ['1.sql'], files: {'1.sql': text}, dialect, configuration})
  return (files[0]?.messages ?? []).map(({ruleId}) => ruleId).filter((id) => !timeouts.has(id))
}

describe('what is not known is there', () => {
  it.each([
    ['ALTER TABLE account ALTER COLUMN email DROP NOT NULL;', 'strict', 'no-not-null-drop'],
    [
      'ALTER TABLE post ADD FOREIGN KEY (author) REFERENCES account (id) NOT VALID;',
      'strict',
      'require-foreign-key-index'
    ],
    ['ALTER TABLE post ENABLE ROW LEVEL SECURITY;', 'strict', 'require-policy'],
    ['ALTER VIEW person RENAME TO people;', 'recommended', 'no-object-rename'],
    ['DROP TABLE IF EXISTS account;', 'recommended', 'no-table-drop'],
    ['REINDEX SCHEMA shop;', 'recommended', 'no-blocking-reindex'],
    ['REINDEX DATABASE shop;', 'recommended', 'no-blocking-reindex'],
    ['REFRESH MATERIALIZED VIEW totals;', 'recommended', 'no-blocking-refresh']
  ] as const)('%s', async (text, preset, rule) => {
    expect(await found(text, preset)).toEqual([rule])
  })

  it('of MySQL: an index that queries may use', async () => {
    expect(await found('ALTER TABLE account DROP INDEX email_idx;', 'strict', 'mysql')).toEqual([
      'no-visible-index-drop'
    ])
  })
})

describe('nobody is kept out by', () => {
  it.each([
    'REINDEX TABLE CONCURRENTLY post;',
    'REINDEX SCHEMA CONCURRENTLY shop;',
    // Writers of a materialized view are those who refresh it.
    'REFRESH MATERIALIZED VIEW CONCURRENTLY totals;',
    'CREATE INDEX CONCURRENTLY IF NOT EXISTS post_author ON post (author);',
    'DROP TABLE IF EXISTS draft;\nCREATE TABLE draft (id bigint PRIMARY KEY);'
  ])('%s', async (text) => {
    expect(await found(text, 'recommended')).toEqual([])
  })
})

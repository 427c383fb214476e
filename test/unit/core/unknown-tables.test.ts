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
    ['ALTER TABLE account ALTER COLUMN email DROP NOT NULL;', 'recommended', 'no-not-null-drop'],
    [
      'ALTER TABLE post ADD FOREIGN KEY (author) REFERENCES account (id) NOT VALID;',
      'strict',
      'require-foreign-key-index'
    ],
    ['ALTER TABLE post ENABLE ROW LEVEL SECURITY;', 'strict', 'require-policy'],
    ['ALTER VIEW person RENAME TO people;', 'recommended', 'no-object-rename'],
    ['ALTER TABLE account DROP CONSTRAINT account_email_key;', 'recommended', 'no-unique-drop'],
    ['ALTER TABLE account ADD COLUMN made timestamptz DEFAULT now(3);', 'recommended', 'no-rewriting-add-column'],
    ['CREATE TABLE event_1 PARTITION OF event FOR VALUES IN (1);', 'recommended', 'no-blocking-partition'],
    [
      'CREATE TRIGGER audit AFTER INSERT ON account FOR EACH ROW EXECUTE FUNCTION audit();',
      'recommended',
      'no-trigger-on-busy-table'
    ],
    ['BEGIN; ALTER TABLE account ALTER COLUMN email DROP NOT NULL; COMMIT;', 'recommended', 'no-not-null-drop'],
    ['DROP TABLE IF EXISTS account;', 'recommended', 'no-table-drop'],
    ['REINDEX SCHEMA shop;', 'recommended', 'no-blocking-reindex'],
    ['REINDEX DATABASE shop;', 'recommended', 'no-blocking-reindex'],
    ['REFRESH MATERIALIZED VIEW totals;', 'recommended', 'no-blocking-refresh'],
    ['CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON post (author);', 'recommended', 'no-hidden-invalid-index']
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
    'CREATE INDEX CONCURRENTLY post_author ON post (author);',
    'DROP TABLE IF EXISTS draft;\nCREATE TABLE draft (id bigint PRIMARY KEY);',
    'BEGIN;\nALTER TABLE account ALTER COLUMN email DROP NOT NULL;\nDROP VIEW person;\nROLLBACK;'
  ])('%s', async (text) => {
    expect(await found(text, 'recommended')).toEqual([])
  })
})

describe('the safe sequence is believed where only its names are seen, but by `strict`', () => {
  const steps = [
    'ALTER TABLE post ADD CONSTRAINT post_pk PRIMARY KEY USING INDEX post_id;',
    'ALTER TABLE post VALIDATE CONSTRAINT author_not_null;\nALTER TABLE post ALTER COLUMN author SET NOT NULL;',
    'ALTER TABLE post ALTER COLUMN author SET NOT NULL;\nALTER TABLE post DROP CONSTRAINT post_author_nn;'
  ]

  it.each(steps)('%s', async (text) => {
    expect(await found(text, 'recommended')).toEqual([])
    expect(await found(text, 'strict')).toContain('no-unproved-not-null')
  })

  it.each([
    ['a check of another column', 'ALTER TABLE post VALIDATE CONSTRAINT title_not_null;'],
    ['one that says something else', 'ALTER TABLE post VALIDATE CONSTRAINT author_known;'],
    ['one of another table', 'ALTER TABLE account VALIDATE CONSTRAINT author_not_null;'],
    ['one that is dropped before', 'ALTER TABLE post DROP CONSTRAINT author_not_null;']
  ])('but not %s', async (_name, before) => {
    const text = `${before}\nALTER TABLE post ALTER COLUMN author SET NOT NULL;`
    expect(await found(text, 'recommended')).toContain('no-scanning-set-not-null')
  })
})

describe('DROP NOT NULL', () => {
  const table = 'CREATE TABLE post (id bigint PRIMARY KEY, author bigint NOT NULL, title text NOT NULL);'
  const drop = 'ALTER TABLE post ALTER COLUMN author DROP NOT NULL;'

  it.each([
    ['is told', drop, ['no-not-null-drop']],
    ['is told once for a table', `${drop}\nALTER TABLE post ALTER COLUMN title DROP NOT NULL;`, ['no-not-null-drop']],
    ['is not told of a column that goes', `${drop}\nALTER TABLE post DROP COLUMN author;`, ['no-column-drop']],
    [
      'is not told where it comes back',
      `${drop}\nALTER TABLE post ALTER COLUMN author SET NOT NULL;`,
      ['no-scanning-set-not-null']
    ],
    ['is not told in the phase contract', `-- sqlsafe-phase: contract\n${drop}`, []]
  ])('%s', async (_name, text, rules) => {
    const {files} = await check({
      cwd: '/',
      paths: ['2.sql'],
      files: {'2.sql': text, 'schema.sql': table},
      schema: ['schema.sql'],
      dialect: 'postgres',
      configuration: {preset: 'recommended', runner: {transaction: 'none'}}
    })
    expect(files[0]?.messages.map(({ruleId}) => ruleId).filter((id) => !timeouts.has(id))).toEqual(rules)
  })
})

it('numbers that are nearly used up are told by the type of their column', async () => {
  const create = (type: string, next: string): string =>
    `CREATE TABLE post (id ${type} AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT = ${next};`
  expect(await found(create('TINYINT UNSIGNED', '216'), 'recommended', 'mysql')).toEqual([])
  expect(await found(create('TINYINT UNSIGNED', '217'), 'recommended', 'mysql')).toEqual(['no-exhausted-counter'])
  expect(await found(create('BIGINT', '7900000000000000000'), 'recommended', 'mysql')).toEqual(['no-exhausted-counter'])
  expect(await found(create('BIGINT UNSIGNED', '7900000000000000000'), 'recommended', 'mysql')).toEqual([])
})

it('of several clauses of MySQL, those that are done online by themselves are not told beside the one that copies', async () => {
  const text = 'ALTER TABLE post MODIFY author bigint NOT NULL, ADD INDEX author (author), ADD UNIQUE title (title);'
  expect(await found(text, 'recommended', 'mysql')).toEqual(['no-rewriting-type-change'])
})

it('what Alembic notes about itself is no backfill', async () => {
  const note = "UPDATE alembic_version SET version_num='b' WHERE alembic_version.version_num = 'a';"
  const change = 'ALTER TABLE account ADD COLUMN email VARCHAR(100);'
  expect(await found(`BEGIN;\n${change}\n${note}\nCOMMIT;`, 'recommended')).toEqual([])
  expect(await found(`BEGIN;\n${change}\n${note.replaceAll('alembic_', 'app_')}\nCOMMIT;`, 'recommended')).toEqual([
    'no-work-under-exclusive-lock'
  ])
})

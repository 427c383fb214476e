/**
 * What runners do where their documentation says little: each case shows what the program itself was seen to do on
 * PostgreSQL 18, where rows that noted the transaction that they were written in told which statements had shared one.
 * Those of goose follow its source, 3.27.3, and the wording of Django 4.1 as well.
 */
import {expect, test} from 'vitest'
import {findProject} from '../../../src/core/project.js'

/** The first word and the last of each statement that goes up, by transaction; `alone`: it commits by itself. */
async function transactionsOf(files: Record<string, string>): Promise<string[]> {
  const project = await findProject({paths: ['.'], cwd: '/project', files, dialect: 'postgres'})
  await project.open()
  return project.migrations.flatMap(({path, script, text, transaction, transactions}) => {
    const whole = transaction === 'none' ? [] : [{start: 0, end: text.length}]
    const groups = new Map<unknown, string[]>()
    for (const {range} of script.statements) {
      const inside = (transactions ?? whole).find(({end, start}) => range.start >= start && range.start < end)
      const name = /\d+|\w+$/.exec(text.slice(range.start, range.end))?.[0] ?? '?'
      groups.set(inside ?? range, [...(groups.get(inside ?? range) ?? []), `${inside ? '' : 'alone '}${name}`])
    }
    return [...groups.values()].map((group) => `${path}: ${group.join(', ')}`)
  })
}

test.each([
  [
    'dbmate 2.36: a marker in capitals is a comment, and what follows is run',
    '1.sql',
    '-- migrate:up\nSELECT 1;\n-- MIGRATE:DOWN\nSELECT 2;\n-- migrate:down\nSELECT 3;\n',
    ['1, 2']
  ],
  [
    'dbmate 2.36: so is one that goes on',
    '1.sql',
    '-- migrate:up\nSELECT 1;\n-- migrate:down-later\nSELECT 2;\n-- migrate:down\nSELECT 3;\n',
    ['1, 2']
  ],
  [
    'dbmate 2.36: markers may stand close to their sign, and end in CR',
    '1.sql',
    '--migrate:up transaction:false\r\nSELECT 1;\r\n--migrate:down\r\nSELECT 2;\r\n',
    ['alone 1']
  ],
  [
    'dbmate 2.36: other words are no option',
    '1.sql',
    '-- migrate:up transaction:FALSE\nSELECT 1;\n-- migrate:down\n',
    ['1']
  ],
  [
    'Supabase 3.1: REINDEX with CONCURRENTLY in parentheses is not run by itself',
    'supabase/migrations/1_a.sql',
    'SELECT 1;\nREINDEX (CONCURRENTLY) TABLE t2;\nREINDEX TABLE\n CONCURRENTLY t3;\nSELECT 4;\nSELECT 5;\n',
    ['1, t2', 'alone t3', '4, 5']
  ],
  [
    'goose 3.27.3: what is between annotations is one query, whatever the file says of transactions',
    '1_a.sql',
    '-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1;\n-- +goose StatementBegin\nSELECT 2;\nSELECT 3;\n-- +goose StatementEnd\nSELECT 4;\n-- +goose Down\nSELECT 5;SELECT 6;\n',
    ['alone 1', '2, 3', 'alone 4']
  ],
  [
    'goose 3.27.3: so is what a line ends',
    '1_a.sql',
    '-- +goose Up\n-- +goose NO TRANSACTION\nSELECT 1; SELECT 2; -- both\n\n-- a comment;\nSELECT\n3;\nSELECT 4; /* goes on */\nSELECT 5;\n',
    ['1, 2', 'alone 3', '4, 5']
  ],
  [
    'Knex 3.3: what a comment says does not count',
    'migrations/1.js',
    "// exports.config = {transaction: false}\nexports.up = async (knex) => {\n  await knex.raw('SELECT 1')\n  await knex.raw('SELECT 2')\n}\n",
    ['1, 2']
  ],
  [
    'Knex 3.3: nor does the setting of something else',
    'migrations/1.js',
    "const config = {url: 'http://here'}\nconst other = {transaction: false}\nexports.up = async (knex) => {\n  await knex.raw('SELECT 1')\n  await knex.raw('SELECT 2')\n}\n",
    ['1, 2']
  ],
  [
    'Knex 3.3: without a transaction, several statements of one call are one all the same',
    'migrations/1.js',
    "exports.config = {\n  'transaction': false\n}\nexports.up = async (knex) => {\n  await knex.raw('SELECT 1;SELECT 2')\n  await knex.raw('SELECT 3')\n}\n",
    ['1, 2', 'alone 3']
  ],
  [
    'node-pg-migrate 9.0: so they are to its SQL',
    'migrations/1.js',
    "exports.up = (pgm) => {\n  pgm.noTransaction()\n  pgm.sql('SELECT 1;SELECT 2')\n  pgm.sql('SELECT 3')\n}\n",
    ['1, 2', 'alone 3']
  ],
  [
    'node-pg-migrate 9.0: a comment asks for nothing',
    'migrations/1.js',
    "exports.up = (pgm) => {\n  // pgm.noTransaction()\n  pgm.sql('SELECT 1')\n  pgm.sql('SELECT 2')\n}\n",
    ['1, 2']
  ]
])('%s', async (_name, path, text, expected) => {
  expect(await transactionsOf({[path]: text})).toEqual(expected.map((group) => `${path}: ${group}`))
})

test('node-pg-migrate 9.0: SQL without markers goes up in a transaction as well, with what stands below one for the way down', async () => {
  const files = {
    'migrations/1_a.sql': '-- Up Migration\nSELECT 1;\n-- Down Migration\nSELECT 2;\n',
    'migrations/2_b.sql': 'SELECT 3;\n',
    'migrations/3_c.sql': 'SELECT 4;\n-- Down Migration\nSELECT 5;\n'
  }
  expect(await transactionsOf(files)).toEqual([
    'migrations/1_a.sql: 1',
    'migrations/2_b.sql: 3',
    'migrations/3_c.sql: 4, 5'
  ])
})

test('a call with several statements in a transaction that the script has begun is part of that', async () => {
  const text =
    "exports.config = {transaction: false}\nexports.up = async (knex) => {\n  await knex.raw('BEGIN')\n  await knex.raw('SELECT 1;SELECT 2')\n  await knex.raw('COMMIT')\n  await knex.raw('SELECT 3;SELECT 4')\n}\n"
  expect(await transactionsOf({'migrations/1.js': text})).toEqual([
    'migrations/1.js: alone BEGIN',
    'migrations/1.js: alone 1',
    'migrations/1.js: alone 2',
    'migrations/1.js: alone COMMIT',
    'migrations/1.js: 3, 4'
  ])
})

test.each([
  ['3.2', '-- MIGRATION NOW PERFORMS OPERATION THAT CANNOT BE WRITTEN AS SQL:\n-- Raw Python operation\n--\n'],
  ['4.1', '-- Raw Python operation\n--\n-- THIS OPERATION CANNOT BE WRITTEN AS SQL\n']
])('what Django %s prints of an operation in Python is told', async (_version, text) => {
  const files = {'0002.sql': `--\n${text}`}
  const project = await findProject({paths: ['.'], cwd: '/project', files, dialect: 'postgres'})
  expect(project.unread).toEqual(['one operation of Django that is no SQL'])
})

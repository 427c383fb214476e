/** Which changes of one table are made in one copy, and what of what stands between them is done in which order. */
import {expect, it} from 'vitest'
import type {ShadowInput} from '../../../src/plan/steps.js'
import {stepsOf} from '../../helpers/plan-faults.js'
import {planOf} from '../../helpers/plan-of.js'

const schema =
  'CREATE TABLE t (id int PRIMARY KEY, a int DEFAULT 1, b int, c text); CREATE TABLE u (id int PRIMARY KEY, x int)'

/** What is done to `t`, copy by copy, and the other statements, in order. */
async function worksOf(sql: string, wanted: Parameters<typeof planOf>[1] = {schema}): Promise<string[]> {
  const steps = stepsOf(await planOf(sql, wanted))
  return steps.flatMap(({input, kind, sql: own}) => {
    if (kind === 'shadow-create')
      return [
        `${(input as ShadowInput).table.name}: ${(input as ShadowInput).changes.join('; ').replaceAll('ALTER TABLE {{table}} ', '')}`
      ]
    return kind.startsWith('shadow-') ? [] : own
  })
}

it.each([
  [
    'parts of one statement',
    'ALTER TABLE t ALTER a TYPE bigint, ALTER a SET DEFAULT 2, ALTER b TYPE text USING a::text',
    ['t: ALTER a TYPE bigint; ALTER a SET DEFAULT 2; ALTER b TYPE text USING a::text']
  ],
  [
    'statements one after the other, with what is safe between them in its place',
    'ALTER TABLE t ALTER a TYPE bigint; ALTER TABLE t ADD COLUMN d int; ALTER TABLE t ALTER b TYPE bigint',
    ['t: ALTER a TYPE bigint; ADD COLUMN d int; ALTER b TYPE bigint']
  ],
  [
    'with statements on others before',
    "ALTER TABLE t ALTER a TYPE bigint; CREATE TYPE k AS ENUM ('x'); ALTER TABLE t ALTER c TYPE k USING c::k",
    ["CREATE TYPE k AS ENUM ('x')", 't: ALTER a TYPE bigint; ALTER c TYPE k USING c::k']
  ],
  [
    'with the default that goes before and comes after, which writers need meanwhile',
    "ALTER TABLE t ALTER a DROP DEFAULT; ALTER TABLE t ALTER a TYPE text; ALTER TABLE t ALTER a SET DEFAULT 'x'",
    ["t: ALTER a DROP DEFAULT; ALTER a TYPE text; ALTER a SET DEFAULT 'x'"]
  ],
  [
    'the same of one statement, in which the server has an order of its own',
    "ALTER TABLE t ALTER a SET DEFAULT 'x', ALTER a TYPE text, ALTER a DROP DEFAULT",
    ["t: ALTER a DROP DEFAULT; ALTER a TYPE text; ALTER a SET DEFAULT 'x'"]
  ],
  [
    'a literal default also past types that get other names',
    "CREATE TYPE k AS ENUM ('x'); ALTER TABLE t ALTER a DROP DEFAULT; ALTER TABLE t ALTER a TYPE k USING 'x'; ALTER TYPE k RENAME TO l; ALTER TABLE t ALTER a SET DEFAULT 'x'",
    [
      "CREATE TYPE k AS ENUM ('x')",
      "t: ALTER a DROP DEFAULT; ALTER a TYPE k USING 'x'; ALTER a SET DEFAULT 'x'",
      'ALTER TYPE k RENAME TO l'
    ]
  ],
  [
    'but no default that names such a type, nor one of another column',
    "CREATE TYPE k AS ENUM ('x'); ALTER TABLE t ALTER b SET DEFAULT 4; ALTER TABLE t ALTER a TYPE k USING 'x'; ALTER TYPE k RENAME TO l; ALTER TABLE t ALTER a SET DEFAULT 'x'::l",
    [
      "CREATE TYPE k AS ENUM ('x')",
      'ALTER TABLE t ALTER b SET DEFAULT 4',
      "t: ALTER a TYPE k USING 'x'",
      'ALTER TYPE k RENAME TO l',
      "ALTER TABLE t ALTER a SET DEFAULT 'x'::l"
    ]
  ],
  [
    'but not where a value comes from a column that changes',
    'ALTER TABLE t ALTER a TYPE bigint; ALTER TABLE t ALTER c TYPE text USING c || a',
    ['t: ALTER a TYPE bigint', 't: ALTER c TYPE text USING c || a']
  ],
  [
    'nor where one column changes twice',
    'ALTER TABLE t ALTER a TYPE bigint; ALTER TABLE t ALTER a TYPE text',
    ['t: ALTER a TYPE bigint', 't: ALTER a TYPE text']
  ],
  [
    'nor under other settings, by which the same text is another value',
    "SET TIME ZONE 'UTC'; ALTER TABLE t ALTER c TYPE timestamptz USING c::timestamptz; SET TIME ZONE 'Asia/Tokyo'; ALTER TABLE t ALTER b TYPE bigint",
    ['t: ALTER c TYPE timestamptz USING c::timestamptz', 't: ALTER b TYPE bigint']
  ],
  [
    'nor over a statement that reads the table',
    'ALTER TABLE t ALTER a TYPE bigint; INSERT INTO u SELECT id, a FROM t; ALTER TABLE t ALTER b TYPE bigint',
    ['t: ALTER a TYPE bigint', 'INSERT INTO u SELECT id, a FROM t', 't: ALTER b TYPE bigint']
  ],
  [
    'nor over a type that gets another name',
    "CREATE TYPE k AS ENUM ('x'); ALTER TABLE t ALTER c TYPE k USING c::k; ALTER TYPE k RENAME TO l; ALTER TABLE t ALTER a TYPE bigint",
    [
      "CREATE TYPE k AS ENUM ('x')",
      't: ALTER c TYPE k USING c::k',
      'ALTER TYPE k RENAME TO l',
      't: ALTER a TYPE bigint'
    ]
  ],
  [
    'nor over a default that rows are not to have, or to keep',
    'ALTER TABLE t ALTER c TYPE varchar(20); ALTER TABLE t ADD COLUMN d int; ALTER TABLE t ALTER d SET DEFAULT 7; ALTER TABLE t ALTER a TYPE bigint',
    [
      't: ALTER c TYPE varchar(20)',
      'ALTER TABLE t ADD COLUMN d int',
      'ALTER TABLE t ALTER d SET DEFAULT 7',
      't: ALTER a TYPE bigint'
    ]
  ],
  [
    'and each table by itself',
    'ALTER TABLE t ALTER a TYPE bigint; ALTER TABLE u ALTER x TYPE bigint',
    ['t: ALTER a TYPE bigint', 'u: ALTER x TYPE bigint']
  ]
])('%s', async (_, sql, works) => {
  expect(await worksOf(sql)).toEqual(works)
})

it.each([
  [
    'definitions one after the other',
    'ALTER TABLE t MODIFY a bigint, MODIFY b text; ALTER TABLE t MODIFY c char(9)',
    ['t: MODIFY a bigint, MODIFY b text; MODIFY c char(9)']
  ],
  [
    'but not of one column, whose values go through one to the other',
    'ALTER TABLE t MODIFY c int; ALTER TABLE t MODIFY C char(9)',
    ['t: MODIFY c int', 't: MODIFY C char(9)']
  ],
  [
    'nor under another name',
    'ALTER TABLE t MODIFY a bigint; ALTER TABLE t CHANGE b d bigint',
    ['t: MODIFY a bigint', 't: CHANGE b d bigint']
  ],
  [
    'nor under other settings, by which the same text is another value',
    "SET time_zone = '+00:00'; ALTER TABLE t MODIFY c timestamp; SET time_zone = '+09:00'; ALTER TABLE t MODIFY b bigint",
    ['t: MODIFY c timestamp', 't: MODIFY b bigint']
  ],
  [
    'nor where a generated column becomes one of its own',
    'ALTER TABLE t MODIFY a bigint; ALTER TABLE t MODIFY g bigint',
    ['t: MODIFY a bigint', 't: MODIFY g bigint']
  ],
  [
    'nor of two keys, of which each is kept by itself',
    'ALTER TABLE t MODIFY id bigint; ALTER TABLE t MODIFY a bigint; ALTER TABLE t MODIFY k bigint NOT NULL',
    ['t: MODIFY id bigint; MODIFY a bigint', 't: MODIFY k bigint NOT NULL']
  ],
  [
    'nor over another statement on the table',
    'ALTER TABLE t MODIFY a bigint; ALTER TABLE t ADD COLUMN d int; ALTER TABLE t MODIFY b bigint',
    ['t: MODIFY a bigint', 'ALTER TABLE `t` ADD COLUMN d int, ALGORITHM=INSTANT', 't: MODIFY b bigint']
  ],
  [
    'and each table by itself',
    'ALTER TABLE t MODIFY a bigint; ALTER TABLE u MODIFY x bigint',
    ['t: MODIFY a bigint', 'u: MODIFY x bigint']
  ]
])('on MySQL %s', async (_, sql, works) => {
  const tables =
    'CREATE TABLE t (id int PRIMARY KEY, a int, b int, c varchar(9), k int NOT NULL UNIQUE, g int AS (a * 10) STORED); CREATE TABLE u (id int PRIMARY KEY, x int)'
  expect(await worksOf(sql, {schema: tables, dialect: 'mysql', version: '9.7'})).toEqual(works)
})

it('says once what it says of the copy', async () => {
  const {remarks} = await planOf('ALTER TABLE t ALTER a TYPE bigint, ALTER b TYPE bigint', {schema})
  expect(remarks.map(({text}) => text)).toEqual([
    expect.stringContaining('is needed a second time'),
    expect.stringContaining('2 changes of `t`')
  ])
})

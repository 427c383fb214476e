/** Which statements are taken for a copy that a migration makes by hand, and why some that look like it are not. */
import {describe, expect, it} from 'vitest'
import type {ShadowInput} from '../../../src/plan/steps.js'
import {stepsOf} from '../../helpers/plan-faults.js'
import {makePlan} from '../../../src/plan/make-plan.js'
import {planOf, projectOf} from '../../helpers/plan-of.js'

const schema = `CREATE TABLE t (id int PRIMARY KEY, "A b" text, n int, at date NOT NULL);
  CREATE INDEX t_n ON t (n); CREATE TABLE other (id int PRIMARY KEY);
  CREATE FUNCTION own(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT $1 $$`

const made = 'CREATE TABLE t_new (LIKE t INCLUDING ALL)'
const filled = 'INSERT INTO t_new SELECT * FROM t'
const swapped = ['DROP TABLE t', 'ALTER TABLE t_new RENAME TO t']

async function plan(statements: readonly string[]): Promise<{
  input: ShadowInput | undefined
  others: string[]
  unsafe: string[]
}> {
  const found = await planOf(`${statements.join(';\n')};`, {schema})
  const steps = stepsOf(found)
  const copy = steps.find(({kind}) => kind === 'shadow-create')
  return {
    input: copy?.input as ShadowInput | undefined,
    others: steps.filter(({kind}) => !kind.startsWith('shadow-')).flatMap(({sql}) => sql),
    unsafe: found.remarks.filter(({severity}) => severity === 'unsafe').map(({text}) => text)
  }
}

it('takes the statements together, and leaves the others where they are', async () => {
  const {input, others, unsafe} = await plan([
    'BEGIN',
    'LOCK TABLE t IN ACCESS EXCLUSIVE MODE',
    'CREATE TABLE public.t_new (LIKE public.t, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)',
    'CREATE TABLE public.t_all PARTITION OF public.t_new DEFAULT',
    'CREATE TABLE fresh (id int)',
    'INSERT INTO public.t_new (at, id, n) SELECT x.at, x.id, x.n * 2 + length(own(x."A b")) AS n FROM public.t x ORDER BY 1',
    'CREATE INDEX CONCURRENTLY t_new_n ON t_new (n)',
    'ALTER TABLE t RENAME TO t_old',
    'ALTER TABLE public.t_new RENAME TO t',
    'COMMIT',
    'DROP TABLE t_old',
    'ALTER INDEX public.t_new_pkey RENAME TO t_pkey',
    'ALTER TABLE public.t ADD CHECK (n > 0)'
  ])
  expect(unsafe).toEqual([])
  expect(others).toEqual(['CREATE TABLE fresh (id int)'])
  expect(input?.columns).toEqual({at: 'at', id: 'id', n: 'n * 2 + length(own("A b"))'})
  expect(input?.written).toEqual([
    'CREATE TABLE {{schema}}.t_new (LIKE public.t, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)',
    'CREATE TABLE {{schema}}.t_all PARTITION OF {{schema}}.t_new DEFAULT',
    'CREATE INDEX  t_new_n ON t_new (n)',
    'ALTER TABLE {{schema}}.t_new RENAME TO t',
    'ALTER INDEX {{schema}}.t_new_pkey RENAME TO t_pkey',
    'ALTER TABLE {{schema}}.t ADD CHECK (n > 0)'
  ])
})

it('says that upserts by the old key end, where the new one is another', async () => {
  const byDay = 'CREATE TABLE t_new (LIKE t, PRIMARY KEY (at, id)) PARTITION BY RANGE (at)'
  const statements = [byDay, 'CREATE TABLE t_all PARTITION OF t_new DEFAULT', filled, ...swapped]
  const notesOf = async (sql: readonly string[]): Promise<string[]> =>
    (await planOf(sql.join(';'), {schema})).remarks
      .map(({text}) => text)
      .filter((text) => text.includes('ON CONFLICT (id)'))
  expect(await notesOf(statements)).toHaveLength(1)
  expect(await notesOf([made, filled, ...swapped])).toEqual([])
})

it('maps columns by their places where the statement names none', async () => {
  const {input} = await plan([made, filled, ...swapped])
  expect(input?.columns).toEqual({id: 'id', 'A b': '"A b"', n: 'n', at: 'at'})
})

describe('says why it cannot be, and leaves the statements as they are', () => {
  it.each([
    ['rows are left out', [made, 'INSERT INTO t_new SELECT * FROM t WHERE n > 0', ...swapped], 'not taken one for one'],
    ['rows are joined', [made, 'INSERT INTO t_new SELECT t.* FROM t JOIN other USING (id)', ...swapped], 'one for one'],
    [
      'a query',
      [made, 'INSERT INTO t_new (id, at, n) SELECT id, at, (SELECT max(id) FROM other) FROM t', ...swapped],
      ''
    ],
    [
      'many rows',
      [made, 'INSERT INTO t_new (id, at, n) SELECT id, at, sum(n) OVER () FROM t', ...swapped],
      'several rows'
    ],
    ['the clock', [made, 'INSERT INTO t_new (id, at) SELECT id, now() FROM t', ...swapped], 'another value each time'],
    [
      'other rows in it',
      [made, filled, "INSERT INTO t_new (id, at) VALUES (0, '2026-01-01')", ...swapped],
      'no part of its shape'
    ],
    ['a view on it', [made, 'CREATE VIEW v AS SELECT * FROM t_new', filled, ...swapped], 'no part of its shape'],
    ['two tables that go', [made, filled, 'DROP TABLE t, other', swapped[1] ?? ''], 'no part of its shape'],
    [
      'the old table used later',
      [made, filled, 'ALTER TABLE t RENAME TO o', swapped[1] ?? '', 'SELECT * FROM o'],
      'shape'
    ],
    [
      'the old table changed between',
      [made, filled, 'TRUNCATE t', 'ALTER TABLE t RENAME TO o', swapped[1] ?? ''],
      'between'
    ],
    ['rows changed between', [made, filled, 'UPDATE t SET n = 0 WHERE n = 1', ...swapped], 'stands between'],
    [
      'a key taken from the old table',
      [made, filled, 'ALTER TABLE t DROP CONSTRAINT t_pkey', ...swapped],
      'stands between'
    ],
    ['a block', [made, filled, 'DO $$ BEGIN UPDATE t_new SET n = 0; END $$', ...swapped], 'stands between'],
    [
      'a function made between',
      [made, filled, 'CREATE OR REPLACE FUNCTION own(text) RETURNS text LANGUAGE sql AS $$ SELECT $1 $$', ...swapped],
      'stands between'
    ],
    [
      'a column that changes once it is filled',
      [made, filled, 'ALTER TABLE t_new RENAME COLUMN n TO m', ...swapped],
      'shape'
    ],
    [
      'values that change once they are there',
      [made, filled, 'ALTER TABLE t_new ALTER n TYPE numeric USING n / 100.0', ...swapped],
      'shape'
    ],
    [
      'a default that came later',
      [made, 'INSERT INTO t_new (id, at) SELECT id, at FROM t', 'ALTER TABLE t_new ALTER n SET DEFAULT 7', ...swapped],
      'shape'
    ],
    ['what is taken away', [made, 'ALTER TABLE t_new ALTER at DROP NOT NULL', filled, ...swapped], 'shape'],
    [
      'a constraint that is taken away',
      [made, 'ALTER TABLE t_new DROP CONSTRAINT t_new_pkey', filled, ...swapped],
      'shape'
    ],
    ['an index that is taken away', [made, 'DROP INDEX t_new_n_idx', filled, ...swapped], 'stands between'],
    [
      'columns by other names',
      [made, 'INSERT INTO t_new SELECT id, "A b", n, at FROM t AS x (n, "A b", id, at)', ...swapped],
      'one for one'
    ],
    [
      'numbers of its own',
      [made, 'INSERT INTO t_new (id, at) OVERRIDING USER VALUE SELECT id, at FROM t', ...swapped],
      'one for one'
    ],
    [
      'a trigger that changes what is copied',
      [made, 'CREATE TRIGGER g BEFORE INSERT ON t_new FOR EACH ROW EXECUTE FUNCTION g()', filled, ...swapped],
      'shape'
    ],
    [
      'a key without the partition column',
      [
        'CREATE TABLE t_new (LIKE t INCLUDING DEFAULTS) PARTITION BY RANGE (at)',
        'CREATE TABLE t_all PARTITION OF t_new DEFAULT',
        filled,
        ...swapped
      ],
      'the primary key (id) lacks `at`'
    ]
  ])('%s', async (_, statements, reason) => {
    const {input, others, unsafe} = await plan(statements)
    expect(input).toBeUndefined()
    expect(unsafe.filter((text) => text.includes('between the copy and the renaming is lost'))).toHaveLength(1)
    expect(unsafe.join()).toContain(reason)
    expect(others).toEqual(expect.arrayContaining(statements.slice(0, 2)))
  })
})

it.each([
  [
    'a new table',
    [
      'CREATE TABLE x (id int)',
      'CREATE TABLE x_new (id int)',
      'INSERT INTO x_new SELECT * FROM x',
      'DROP TABLE x',
      'ALTER TABLE x_new RENAME TO x'
    ]
  ],
  ['a table that is not filled from it', [made, ...swapped]],
  ['a table that gets another name', [made, filled, 'ALTER TABLE t_new RENAME TO u']]
])('sees none in %s', async (_, statements) => {
  const {input, unsafe} = await plan(statements)
  expect(input).toBeUndefined()
  expect(unsafe.filter((text) => text.includes('is lost'))).toEqual([])
})

it('leaves out a later drop of the old table, and says what names it otherwise', async () => {
  const copy = [made, filled, 'ALTER TABLE t RENAME TO t_bak', 'ALTER TABLE t_new RENAME TO t'].join(';')
  const found = await makePlan(await projectOf([copy, 'DROP TABLE t_bak', 'ANALYZE t_bak'], {schema}))
  const others = stepsOf(found).filter(({kind}) => !kind.startsWith('shadow-'))
  expect(others.flatMap(({sql}) => sql)).toEqual(['ANALYZE t_bak'])
  expect(found.remarks).toContainEqual({
    severity: 'unsafe',
    text: '`ANALYZE t_bak` fails: the old `t` is not called `t_bak`, but kept in a schema of its own; take the statement out',
    source: {file: 2, line: 1}
  })
})

it('says which statement drops what the old table uses', async () => {
  const statements = [
    'ALTER TABLE t ALTER n TYPE bigint',
    'DROP FUNCTION own(text)',
    'ALTER TABLE c ALTER n TYPE bigint',
    'DROP DOMAIN d'
  ]
  const found = await planOf(`${statements.join(';\n')};`, {
    schema: `${schema}; CREATE DOMAIN d AS text; CREATE TABLE c (id int PRIMARY KEY, n int, v d)`
  })
  expect(found.refusedByOld).toEqual([{table: {schema: 'public', name: 'c'}, uses: 'd', statement: 'DROP DOMAIN d'}])
})

it.each([
  ['ALTER TYPE pair ALTER ATTRIBUTE a TYPE bigint', 1],
  ['ALTER TYPE pair ADD ATTRIBUTE c int', 0],
  ['ALTER TYPE pair DROP ATTRIBUTE a', 0],
  ['ALTER TYPE pair RENAME ATTRIBUTE a TO z', 0],
  ['ALTER TYPE pair OWNER TO CURRENT_USER', 0]
])('knows whether `%s` is refused while an old table has such values', async (statement, refused) => {
  const found = await planOf(`ALTER TABLE c ALTER n TYPE bigint; ${statement};`, {
    schema: 'CREATE TYPE pair AS (a int, b int); CREATE TABLE c (id int PRIMARY KEY, n int, p pair)'
  })
  expect(found.refusedByOld ?? []).toHaveLength(refused)
})

it.each([
  ['with its rows', ['CREATE TABLE t_new AS SELECT id, n FROM t']],
  ['without', ['CREATE TABLE t_new AS SELECT id, n FROM t WITH NO DATA', 'INSERT INTO t_new SELECT id, n FROM t']]
])('says why a table that is made of a query %s is not taken for a copy', async (_, made) => {
  const {input, others, unsafe} = await plan([...made, 'ALTER TABLE t_new ADD PRIMARY KEY (id)', ...swapped])
  expect(input).toBeUndefined()
  expect(unsafe).toContainEqual(expect.stringContaining('`CREATE TABLE … AS` says no types'))
  // No view under the old name, no drop that waits for a release: the next statements would fail.
  expect(others).toEqual([...made, 'ALTER TABLE t_new ADD PRIMARY KEY (id)', ...swapped])
})

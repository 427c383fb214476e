import {expect, it} from 'vitest'
import {applyEdits} from '../../../src/migrations/fixing/fix.js'
import {runRules} from '../../../src/core/rules/run-rules.js'
import {parseVersion} from '../../../src/server/server.js'
import type {Dialect} from '../../../src/server/server.js'
import {check} from '../../../src/index.js'
import {loadReader} from '../../../src/operations/read.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {Session} from '../../../src/schema/session.js'

const tables =
  'CREATE TABLE account (id bigint PRIMARY KEY); CREATE TABLE post (id bigint PRIMARY KEY, author bigint, k int); CREATE INDEX post_k ON post (k);'

/** What the first fix of a rule makes of a text that comes after the tables; `undefined`: there is none. */
async function fix(
  rule: string,
  text: string,
  dialect: Dialect = 'postgres',
  version = '18'
): Promise<string | undefined> {
  const server = {dialect, version: parseVersion(version)}
  const read = await loadReader(server)
  const migrations = [tables, text].map((each, index) => {
    const path = `${String(index)}.sql`
    return {path, text: each, transaction: 'none' as const, checked: index > 0, script: read(each)}
  })
  const settings = {[rule]: {severity: 'error' as const}}
  const createSession = (): Session => new Session(server)
  const {files} = runRules({migrations, catalog: new Catalog(), createSession, settings, fixes: true})
  const [first] = files.flatMap(({messages}) => messages.filter(({ruleId}) => ruleId === rule))
  expect(first, `a finding of ${rule}`).toBeDefined()
  return first?.fix && applyEdits(text, first.fix.edits)
}

it('names a key as the server would, and validates it after the transaction of the file', async () => {
  expect(
    await fix(
      'no-blocking-foreign-key',
      'BEGIN;\nALTER TABLE post /* ADD */ ADD FOREIGN KEY (author) REFERENCES account (id) -- x\n;\nCOMMIT; -- done\nSELECT 1;'
    )
  ).toBe(
    'BEGIN;\nALTER TABLE post /* ADD */ ADD CONSTRAINT post_author_fkey FOREIGN KEY (author) REFERENCES account (id) NOT VALID -- x\n;\nCOMMIT; -- done\nALTER TABLE post VALIDATE CONSTRAINT post_author_fkey;\nSELECT 1;'
  )
})

it('leaves a key alone whose transaction does not end in the file, or whose name the server chooses', async () => {
  const key = 'ADD FOREIGN KEY (author) REFERENCES account (id);'
  expect(await fix('no-blocking-foreign-key', `BEGIN;\nALTER TABLE post ${key}`)).toBeUndefined()
  expect(await fix('no-blocking-foreign-key', `ALTER TABLE unknown ${key}`)).toBeUndefined()
  expect(await fix('no-blocking-foreign-key', `ALTER TABLE post ${key}\nDROP TABLE post;`)).toBeUndefined()
})

it('builds no index concurrently where a second run would take what a failed build leaves for the index', async () => {
  expect(await fix('no-blocking-index', 'CREATE UNIQUE INDEX post_kk ON post (k);')).toContain('CONCURRENTLY')
  expect(await fix('no-blocking-index', 'CREATE UNIQUE INDEX IF NOT EXISTS post_kk ON post (k);')).toBeUndefined()
})

it('validates a check by the name that it has, in quotes where it needs them', async () => {
  expect(await fix('no-scanning-check', '  ALTER TABLE post ADD CONSTRAINT "K 1" CHECK (k > 0)')).toBe(
    '  ALTER TABLE post ADD CONSTRAINT "K 1" CHECK (k > 0) NOT VALID;\n  ALTER TABLE post VALIDATE CONSTRAINT "K 1";'
  )
})

it('sets NOT NULL by a check before PostgreSQL 18', async () => {
  const text = 'ALTER TABLE post ALTER COLUMN k SET NOT NULL, ALTER COLUMN author SET DEFAULT 1;'
  const added = 'NOT VALID, ALTER COLUMN author SET DEFAULT 1;\nALTER TABLE post VALIDATE CONSTRAINT post_k_'
  expect(await fix('no-scanning-set-not-null', text, 'postgres', '17')).toBe(
    `ALTER TABLE post ADD CONSTRAINT post_k_is_not_null CHECK (k IS NOT NULL) ${added}is_not_null;\nALTER TABLE post ALTER COLUMN k SET NOT NULL;\nALTER TABLE post DROP CONSTRAINT post_k_is_not_null;`
  )
  expect(await fix('no-scanning-set-not-null', text)).toBe(
    `ALTER TABLE post ADD CONSTRAINT post_k_not_null NOT NULL k ${added}not_null;`
  )
})

it('lets NOT NULL stand where a key needs it before it is validated', async () => {
  const set = 'ALTER TABLE post ALTER COLUMN k SET NOT NULL'
  const key = 'ADD CONSTRAINT key UNIQUE (k)'
  expect(await fix('no-scanning-set-not-null', `${set}, ${key};`)).toBeUndefined()
  expect(await fix('no-scanning-set-not-null', `BEGIN; ${set}; ALTER TABLE post ${key}; COMMIT;`)).toBeUndefined()
  expect(await fix('no-scanning-set-not-null', `${set}; ALTER TABLE post ${key};`)).toContain('VALIDATE')
})

it('sets a timeout for the transaction where there is one', async () => {
  expect(await fix('require-lock-timeout', 'BEGIN;\n  ALTER TABLE post ADD z int;\nCOMMIT;')).toBe(
    "BEGIN;\n  SET LOCAL lock_timeout = '5s';\n  ALTER TABLE post ADD z int;\nCOMMIT;"
  )
  expect(await fix('require-lock-timeout', 'ALTER TABLE post ADD z int;')).toBe(
    "SET lock_timeout = '5s';\nALTER TABLE post ADD z int;"
  )
  expect(await fix('require-lock-timeout', 'SET lock_timeout = 0;\nALTER TABLE post ADD z int;')).toBeUndefined()
})

it('sets a timeout above what is said of the statement, and below what speaks of the file or to a tool', async () => {
  const alter = 'ALTER TABLE post ADD z int;'
  const set = "SET LOCAL lock_timeout = '5s';"
  expect(
    await fix('require-lock-timeout', `BEGIN;\n  -- Whom it is for.\n  -- Nobody reads it yet.\n  ${alter}\nCOMMIT;`)
  ).toBe(`BEGIN;\n  ${set}\n  -- Whom it is for.\n  -- Nobody reads it yet.\n  ${alter}\nCOMMIT;`)
  expect(await fix('require-lock-timeout', `BEGIN;\n-- squawk-ignore all\n${alter}\nCOMMIT;`)).toBe(
    `BEGIN;\n${set}\n-- squawk-ignore all\n${alter}\nCOMMIT;`
  )
  const kept = '-- sqlsafe-disable-next-line no-column-drop: nobody reads it'
  expect(await fix('require-lock-timeout', `-- For PAY-7.\n\n${kept}\n-- Until May.\n${alter}`)).toBe(
    `-- For PAY-7.\n\nSET lock_timeout = '5s';\n${kept}\n-- Until May.\n${alter}`
  )
  expect(await fix('require-lock-timeout', `-- +goose Up\n${kept}\n${alter}`)).toBe(
    `-- +goose Up\nSET lock_timeout = '5s';\n${kept}\n${alter}`
  )
  expect(await fix('require-lock-timeout', `-- For PAY-7.\n${alter}`)).toBe(
    `-- For PAY-7.\nSET lock_timeout = '5s';\n${alter}`
  )
  const inspection = '-- noinspection SqlResolve'
  expect(await fix('require-lock-timeout', `${inspection}\n${alter}`)).toBe(
    `SET lock_timeout = '5s';\n${inspection}\n${alter}`
  )
  expect(await fix('require-lock-timeout', `${inspection}ForFile\n${alter}`)).toBe(
    `${inspection}ForFile\nSET lock_timeout = '5s';\n${alter}`
  )
})

it('writes the clause as the statement takes it', async () => {
  const clause = (text: string, dialect: Dialect, version: string) =>
    fix('require-algorithm-clause', text, dialect, version)
  expect(await clause('ALTER TABLE post ADD z int', 'mysql', '9.7')).toBe(
    'ALTER TABLE post ADD z int, ALGORITHM=INSTANT'
  )
  expect(await clause('CREATE INDEX k ON post (k);', 'mariadb', '11.8')).toBe(
    'CREATE INDEX k ON post (k) ALGORITHM=NOCOPY LOCK=NONE;'
  )
})

it('asks no clause of DROP INDEX on MariaDB, which takes none', async () => {
  const idsOf = async (dialect: Dialect): Promise<Array<string | undefined>> => {
    const schema = 'CREATE TABLE post (id bigint PRIMARY KEY, k int, KEY i (k));'
    const files = {'1.sql': 'DROP INDEX i ON post;', 'schema.sql': schema}
    const options = {
      paths: ['1.sql'],
      files,
      dialect,
      schema: ['schema.sql'],
      configuration: {preset: 'strict'}
    } as const
    return (await check(options)).files.flatMap(({messages}) => messages.map(({ruleId}) => ruleId))
  }
  expect(await idsOf('mysql')).toContain('require-algorithm-clause')
  expect(await idsOf('mariadb')).not.toContain('require-algorithm-clause')
})

it('writes IF EXISTS before the name', async () => {
  const write = (text: string) => fix('prefer-if-exists', `${text};\nSELECT 1;`)
  expect(await write('ALTER TABLE post ADD z int')).toContain('ADD IF NOT EXISTS z int;')
  expect(await write('ALTER TABLE post ADD COLUMN z int')).toContain('ADD COLUMN IF NOT EXISTS z int;')
  expect(await write('ALTER TABLE post DROP k')).toContain('DROP IF EXISTS k;')
  expect(await write('DROP INDEX CONCURRENTLY i')).toContain('DROP INDEX CONCURRENTLY IF EXISTS i;')
  expect(await write('CREATE INDEX ON post (k)')).toBeUndefined()
})

it('sets a lock timeout before the first statement of the transaction that waits, whichever rule speaks of that', async () => {
  const text = 'BEGIN;\nSELECT 1;\nDROP INDEX post_k;\nALTER TABLE account ADD COLUMN email text;\nCOMMIT;'
  expect(await fix('require-lock-timeout', text)).toBe(
    text.replace('DROP INDEX', "SET LOCAL lock_timeout = '5s';\nDROP INDEX")
  )
})

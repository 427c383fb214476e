/** Plans as migrations of the user's own framework: written, read back as such, judged, and sent as its runner sends them. */
import {cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {checkProject} from '../../../src/core/check.js'
import {openProject} from '../../../src/core/project.js'
import type {Project} from '../../../src/core/project.js'
import type {Migration} from '../../../src/migrations/migration.js'
import {makePlan} from '../../../src/plan/make-plan.js'
import {sqlFiles} from '../../../src/plan/sql-files.js'
import type {SqlFiles} from '../../../src/plan/sql-files.js'
import {createWorld, servers} from '../apply/world.js'
import type {World} from '../apply/world.js'

const fixtures = fileURLToPath(new URL('../../../fixtures/layouts/', import.meta.url))

/** A change of which one step is for a transaction, one for none, one for rows in batches. */
const change = (table: string): string =>
  [
    `CREATE INDEX customer_probe ON ${table} (id, email);`,
    `ALTER TABLE ${table} ADD CONSTRAINT customer_sane CHECK (id > 0);`,
    `UPDATE ${table} SET email = 'nobody' WHERE email LIKE 'a%';`
  ].join('\n')

const tableOf = (framework: string): string => (framework === 'prisma' ? '"Customer"' : 'customer')

/** Frameworks that take a new file by its name; the last of their migrations that new ones come after. */
const named = ['atlas', 'dbmate', 'diesel', 'flyway', 'golang-migrate', 'goose', 'plain', 'popx', 'prisma', 'sqlx']

/** Frameworks that can send no file of several statements, or none at all, without a transaction. */
const bound = ['node-pg-migrate', 'refinery', 'supabase']

/** Frameworks in whose lists a person puts new files, or whose one file they are put into. */
const listed = {
  drizzle: 'drizzle-kit generate --custom',
  'graphile-migrate': 'current.sql',
  liquibase: 'changelog',
  sqitch: 'sqitch add'
}

describe('plans as migrations', () => {
  let cwd: string
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'sqlsafe-frameworks-'))
  })
  afterEach(() => {
    rmSync(cwd, {recursive: true})
  })

  const open = (paths: string[], history?: string): Promise<Project> =>
    openProject({
      paths,
      cwd,
      dialect: 'postgres',
      serverVersion: '18',
      ...(history !== undefined && {history: [history]})
    })

  /** The change as the newest migration of a project, and the files that are planned for it. */
  async function planned(framework: string): Promise<{before: Project; last: Migration; own: string; made: SqlFiles}> {
    cpSync(join(fixtures, framework), cwd, {recursive: true})
    const before = await open(['.'])
    const last = before.migrations.findLast(({home, path}) => home !== undefined && !/(?:^|\/)R__/.test(path))
    if (!last) throw new Error('Unexpected project without migrations')
    const fix = last.home?.append({
      offset: 0,
      title: 'change',
      up: change(tableOf(framework)),
      back: '',
      transaction: true
    })
    const own = fix?.files?.[0]?.path ?? last.path
    for (const {path, text} of fix?.files ?? []) put(path, text)
    if (fix?.files === undefined) put(last.path, `${last.text.trimEnd()}\n${change(tableOf(framework))}\n`)
    const project = await open([own], '.')
    return {before, last, own, made: sqlFiles(await makePlan(project), project.migrations, {retryBlock: false})}
  }

  function put(path: string, text: string): void {
    mkdirSync(dirname(join(cwd, path)), {recursive: true})
    writeFileSync(join(cwd, path), text)
  }

  it.each(named)('%s runs them by their names, each in its transaction or in none', async (framework) => {
    const {before, made, own} = await planned(framework)
    expect(made.notes.filter((note) => !note.startsWith('Atlas'))).toEqual([])
    // What was planned gives way to what is planned.
    rmSync(/\/(?:up|migration)\.sql$/.test(own) ? join(cwd, dirname(own)) : join(cwd, own), {recursive: true})
    const root = /\/(?:up|migration)\.sql$/.test(own) ? dirname(dirname(own)) : dirname(own)
    for (const {path, text} of made.files) put(join(root, path), text)

    const after = await open(['.'])
    const old = new Set(before.migrations.map(({path}) => path))
    const fresh = after.migrations.filter(({path}) => !old.has(path))
    const kinds = ['index.create', 'constraint.add', 'constraint.validate', 'rows.update']
    const sorts = fresh.map(({script, transaction, transactions}) => {
      const all = script.statements.flatMap(({commands}) => commands.flatMap(({operations}) => operations))
      const begins = all.some(({kind}) => kind === 'transaction.begin')
      const start = script.statements.at(-1)?.range.start ?? -1
      const isIn =
        transactions?.some((range) => start >= range.start && start < range.end) ?? transaction === 'migration'
      return [kinds.find((kind) => all.some((each) => each.kind === kind)), begins || isIn]
    })
    expect(sorts).toEqual([
      ['index.create', false],
      ['constraint.add', true],
      ['constraint.validate', true],
      ['rows.update', false]
    ])
    const project = await open(
      fresh.map(({path}) => path),
      '.'
    )
    const errors = checkProject(project).files.flatMap(({messages, path}) =>
      // `atlas migrate hash` is what the note asks for.
      messages.flatMap(({reason, severity}) =>
        severity === 'error' && !reason.includes('atlas.sum') ? [`${path}: ${reason}`] : []
      )
    )
    expect(errors).toEqual([])
    await send(before.migrations, fresh, tableOf(framework))
  })

  /** As the runner does it: a file is one query, in its transaction or in none. */
  async function send(history: readonly Migration[], fresh: readonly Migration[], table: string): Promise<void> {
    for (const {url} of servers) {
      const world: World = await createWorld(url, [])
      try {
        for (const text of history.flatMap(statementsOf)) if (/^CREATE TABLE/i.test(text)) await world.query(text)
        await world.query(
          `INSERT INTO ${table} (id, email) OVERRIDING SYSTEM VALUE SELECT i, 'a' || i FROM generate_series(1, 5) i`
        )
        for (const migration of fresh) {
          const text = statementsOf(migration).join(';\n')
          // What stands in a transaction of its own begins it itself.
          if (migration.transaction === 'none') await world.query(text)
          else await world.query(`BEGIN;\n${text};\nCOMMIT`)
        }
        expect(await world.query(`SELECT count(*)::int AS n FROM ${table} WHERE email = 'nobody'`)).toEqual([{n: 5}])
        expect(
          await world.query("SELECT 1 FROM pg_index WHERE indexrelid = 'customer_probe'::regclass AND indisvalid")
        ).toHaveLength(1)
        expect(
          await world.query("SELECT 1 FROM pg_constraint WHERE conname = 'customer_sane' AND convalidated")
        ).toHaveLength(1)
      } finally {
        await world.remove()
      }
    }
  }

  const statementsOf = ({script, text}: Migration): string[] =>
    script.statements.map(({range}) => text.slice(range.start, range.end))

  it.each(bound)('%s is not given what it would send in a transaction', async (framework) => {
    const {made} = await planned(framework)
    expect(made.notes.join('\n')).toMatch(/: it cannot run one of them as it must be run: the files are plain SQL/)
    expect(made.files.map(({path}) => path.slice(0, 5))).toEqual(['0001_', '0002_', '0003_', '0004_'])
  })

  it.each(Object.entries(listed))(
    '%s gets plain files, and a person is told where they go',
    async (framework, said) => {
      const {made} = await planned(framework)
      expect(made.notes.join('\n')).toContain(said)
      expect(made.files.map(({path}) => path.slice(0, 5))).toEqual(
        made.files.map((_file, index) => `${String(index + 1).padStart(4, '0')}_`)
      )
      const build = made.files.find(({text}) => text.includes('CREATE INDEX CONCURRENTLY customer_probe'))
      expect(build?.text).not.toContain('BEGIN;')
      const add = made.files.find(({text}) => text.includes('NOT VALID'))
      if (framework === 'liquibase') {
        expect(add?.text).toMatch(/^--liquibase formatted sql\n\n--changeset sqlsafe:\S+ splitStatements:false\n/)
        expect(build?.text).toContain(' runInTransaction:false ')
      } else expect(add?.text).toMatch(/^BEGIN;\n[^]*\nCOMMIT;\n$/)
    }
  )
})

/** The commands that look at a run, let it wait, change its settings, and take it back: as users run them. */
import {spawn} from 'node:child_process'
import type {ChildProcess} from 'node:child_process'
import {rmSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import type {RunOverview} from '../../../src/apply/run/overview.js'
import {digestOf} from '../../../src/plan/digest.js'
import type {Plan, PlannedStep} from '../../../src/plan/plan.js'
import {buildCli, writeProject} from '../../helpers/cli.js'
import type {BuiltCli, Run} from '../../helpers/cli.js'
import {until} from './own-server.js'
import {dumpCatalog} from './shadow/catalog-dump.js'
import {ofAccount, shadowPlan} from './shadow/steps.js'
import {createWorld, servers} from './world.js'
import type {World} from './world.js'

const setup = [
  // Whoever analyzes it would have a lock in the way of those that are not waited for here.
  'CREATE TABLE account (id bigint PRIMARY KEY, email text NOT NULL, total int) WITH (autovacuum_enabled = false)',
  "INSERT INTO account SELECT i, 'e' || i FROM generate_series(1, 3000) i"
]

function step<Kind extends PlannedStep['kind']>(
  id: string,
  kind: Kind,
  input: PlannedStep<Kind>['input'],
  rest: Partial<PlannedStep> = {}
): PlannedStep {
  const locks = [{relation: 'account', lock: 'ROW EXCLUSIVE' as const, long: false}]
  return {id, kind, title: id, input, settings: {}, sql: [], locks, undo: [], source: {file: 0, line: 1}, ...rest}
}

const table = {schema: 'public', name: 'account'}

const add = step(
  'add',
  'transaction',
  {statements: ['ALTER TABLE account ADD COLUMN extra int'], statementTimeoutMs: null},
  {undo: ['ALTER TABLE account DROP COLUMN extra']}
)
const build = step(
  'build',
  'index-create-concurrently',
  {
    statement: 'CREATE INDEX CONCURRENTLY account_email_idx ON account (email)',
    table,
    index: {schema: 'public', name: 'account_email_idx'}
  },
  {undo: ['DROP INDEX CONCURRENTLY account_email_idx']}
)
const fill = step('fill', 'batch', {
  table,
  verb: 'update',
  set: 'total = length(target.email)',
  where: 'target.total IS NULL',
  idempotent: true
})
const take = step(
  'take',
  'transaction',
  {statements: ['ALTER TABLE account DROP COLUMN extra'], statementTimeoutMs: null},
  {undoNote: 'the values are gone'}
)

/** Slow enough to be met on the way, by several processes one after the other, on a busy machine too. */
const slowly = ['--batch-rows', '5', '--max-rate', '10']

let cli: BuiltCli
beforeAll(async () => {
  cli = await buildCli()
})

describe.each(servers)('PostgreSQL $version', ({url, version}) => {
  let world: World
  let folder: string
  let apply: {child: ChildProcess; ended: Promise<{code: number | null; output: string}>} | undefined

  beforeEach(async () => {
    world = await createWorld(url, setup)
    folder = writeProject({})
  })

  afterEach(async () => {
    apply?.child.kill('SIGKILL')
    await apply?.ended
    apply = undefined
    rmSync(folder, {recursive: true, force: true})
    await world.remove()
  })

  const control = (command: string, ...more: string[]): Promise<Run> =>
    cli.run([command, '--database-url', world.url, ...more])

  async function status(): Promise<RunOverview | undefined> {
    const {stdout} = await control('status', '--format', 'json')
    const {runs, version: format} = JSON.parse(stdout) as {version: number; runs: RunOverview[]}
    expect(format).toBe(1)
    return runs[0]
  }

  const rowsOf = (run: RunOverview | undefined): number => run?.steps.find(({id}) => id === 'fill')?.rows ?? 0
  /** Asked of the database itself: a process for each look would take its time from the one that is looked at. */
  async function untilAtWork(): Promise<void> {
    const begun = async (): Promise<boolean> => {
      const [journal] = await world.query("SELECT to_regclass('sqlsafe.step') IS NOT NULL AS there")
      if (journal?.['there'] !== true) return false
      return (await world.query("SELECT FROM sqlsafe.step WHERE step = 'fill' AND rows > 0")).length > 0
    }
    expect(await until(begun, (is) => is)).toBe(true)
  }

  function begin(phases: Plan['phases'], ...more: string[]): void {
    const rest = {version: 1 as const, dialect: 'postgres' as const, serverVersion: String(version), remarks: []}
    const plan: Omit<Plan, 'digest'> = {...rest, sources: [], assumes: [], phases}
    const path = join(folder, 'plan.json')
    rmSync(folder, {recursive: true, force: true})
    folder = writeProject({'plan.json': JSON.stringify({...plan, digest: digestOf(plan)})})
    const args = [
      'apply',
      path.replace(/.*(?=plan\.json$)/, `${folder}/`),
      '--database-url',
      world.url,
      '--yes',
      ...more
    ]
    const child = spawn(process.execPath, [cli.path, ...args], {env: {PATH: process.env['PATH']}})
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()))
    const ended = new Promise<{code: number | null; output: string}>((resolve) => {
      child.on('close', (code) => {
        resolve({code, output})
      })
    })
    apply = {child, ended}
  }

  /** What the tables are, down to the last attribute that counts. */
  const catalog = (): Promise<unknown> =>
    world.query(`
      SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, 2`)

  test('pauses, is throttled, goes on, and is done', async () => {
    begin([{kind: 'backfill', steps: [fill]}], ...slowly)
    const running = await until(status, (run) => run?.steps[0]?.rate !== undefined)
    expect(running).toMatchObject({status: 'running', phase: 1, phases: 1, holder: {application: 'sqlsafe apply'}})
    expect(running?.steps[0]).toMatchObject({id: 'fill', status: 'begun', rate: expect.any(Number) as number})

    await expect(control('pause')).resolves.toMatchObject({code: 0})
    const paused = await until(status, (run) => run?.status === 'paused')
    expect(paused?.steps[0]?.waitsFor).toBe('paused')
    const pretty = await control('status')
    expect(pretty.stdout).toMatch(/Run [-\w]+: paused, 0 of 1 steps done, phase 1 of 1/)
    expect(pretty.stdout).toContain('waiting: paused')
    expect(rowsOf(await status())).toBe(rowsOf(paused))

    const changed = await control('throttle', 'throttle-query=SELECT 7', 'max-rate=none', 'window=none')
    expect(changed).toMatchObject({code: 0, stdout: expect.stringContaining('throttle-query=SELECT 7\n') as string})
    await expect(control('resume')).resolves.toMatchObject({code: 0})
    const throttled = await until(status, (run) => run?.steps[0]?.waitsFor === 'the throttle query gave 7')
    expect(throttled?.steps[0]?.waitsFor).toBe('the throttle query gave 7')
    await expect(control('throttle', 'max-rate=fast')).resolves.toMatchObject({
      code: 2,
      stderr: 'sqlsafe: Unexpected value `fast` of `max-rate`, expected a number, or `none`\n'
    })
    await control('throttle', 'throttle-query=none')

    await expect(apply?.ended).resolves.toMatchObject({code: 0})
    await expect(status()).resolves.toMatchObject({status: 'done', steps: [{status: 'done', rows: 3000}]})
    await expect(world.query('SELECT FROM account WHERE total IS NULL')).resolves.toEqual([])
  })

  test('a migration goes on by the same command, although another plan would be made of it now', async () => {
    const change = `ALTER TABLE account ADD CONSTRAINT few CHECK (id >= 0); CREATE ROLE postgres; CREATE TABLE late ()`
    const folder = writeProject({'0001_change.sql': change})
    const apply = (...more: string[]): Promise<Run> =>
      cli.run(['apply', '0001_change.sql', '--database-url', world.url, '--yes', ...more], {cwd: folder})
    const failed = await apply()
    expect(failed.stderr).toContain('already exists')
    expect(await world.query("SELECT FROM pg_constraint WHERE conname = 'few'")).toHaveLength(1)
    expect((await apply()).stderr).toBe(failed.stderr)
    const step = /Step (\S+)/.exec(failed.stderr)?.[1] ?? ''
    expect(await apply('--done', step)).toMatchObject({code: 0})
    expect(await world.query("SELECT to_regclass('late')::text AS late")).toEqual([{late: 'late'}])
  })

  test('is taken back after its process was killed, and again after that was cut off', async () => {
    const before = await catalog()
    begin(
      [
        {kind: 'expand', steps: [add, build]},
        {kind: 'backfill', steps: [fill]}
      ],
      ...slowly
    )
    await untilAtWork()
    expect(await catalog()).not.toEqual(before)
    apply?.child.kill('SIGKILL')
    const interrupted = await until(status, (run) => run?.status === 'interrupted')
    expect(interrupted).toMatchObject({status: 'interrupted', phase: 2})
    const pretty = await control('status')
    expect(pretty).toMatchObject({code: 1, stdout: expect.stringContaining('Its process is gone') as string})
    await expect(control('pause')).resolves.toMatchObject({code: 2})
    await expect(control('cleanup')).resolves.toMatchObject({code: 2})

    const unasked = await control('abort')
    expect(unasked).toMatchObject({code: 2, stderr: expect.stringContaining('give `--yes`') as string})
    expect(unasked.stdout).toMatch(/-- fill: fill\n-- stays as it is \(\d+ rows\)\n-- build: build\nDROP INDEX CONCURR/)
    // The index cannot go while a reader has it, and is left invalid by the try.
    const reader = await world.connect()
    await reader.query('BEGIN')
    await reader.query('SELECT FROM account')
    await control('throttle', 'lock-retries=0', 'lock-timeout=100')
    await expect(control('abort', '--yes')).resolves.toMatchObject({
      code: 1,
      stderr:
        'sqlsafe: Step build is not taken back: canceling statement due to lock timeout; the same command goes on\n'
    })
    await reader.query('COMMIT')

    const aborted = await control('abort', '--yes')
    expect(aborted).toMatchObject({code: 0, stdout: expect.stringMatching(/Run [-\w]+ is taken back\.\n$/) as string})
    await expect(catalog()).resolves.toEqual(before)
    await expect(status()).resolves.toMatchObject({status: 'aborted'})
    await expect(control('abort', '--yes')).resolves.toMatchObject({code: 0})
    const clean = await control('cleanup', '--yes', '--journal')
    expect(clean.stdout).toContain('dropped the journal, schema `sqlsafe`')
    await expect(world.query("SELECT FROM pg_namespace WHERE nspname LIKE 'sqlsafe%'")).resolves.toEqual([])
  })

  test('a copy that was cut off goes without a trace, also from writers', async () => {
    const before = await dumpCatalog(world)
    const {phases} = await shadowPlan(world, ofAccount(['ALTER TABLE {{table}} ALTER COLUMN total TYPE bigint']))
    begin(phases, ...slowly)
    const copied = (run: RunOverview | undefined): boolean => (run?.steps[2]?.rows ?? 0) > 0
    const running = await until(status, copied)
    expect(running?.steps.map((each) => each.status)).toEqual([
      'done',
      'done',
      'begun',
      ...Array<string>(5).fill('to do')
    ])
    await expect(control('cleanup', '--yes')).resolves.toMatchObject({code: 2})
    apply?.child.kill('SIGKILL')
    await apply?.ended
    await world.query("INSERT INTO account VALUES (0, 'late')")
    await expect(control('abort', '--yes')).resolves.toMatchObject({code: 0})
    await expect(dumpCatalog(world)).resolves.toEqual(before)
    await expect(control('cleanup', '--yes')).resolves.toMatchObject({code: 0, stdout: 'Nothing to clean up.\n'})
    await expect(world.query("INSERT INTO account VALUES (-1, 'later')")).resolves.toEqual([])
  })

  // What these show does not hang on the version.
  if (version < 18) return

  test('nothing to look at, to stop, or to take back', async () => {
    await expect(control('status')).resolves.toMatchObject({
      code: 0,
      stdout: 'No run of `sqlsafe apply` on this database.\n'
    })
    await expect(status()).resolves.toBeUndefined()
    await expect(control('abort')).resolves.toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Nothing to') as string
    })
    await expect(control('cleanup')).resolves.toMatchObject({code: 0, stdout: 'Nothing to clean up.\n'})
    for (const command of ['pause', 'resume', 'throttle']) {
      await expect(control(command)).resolves.toMatchObject({
        code: 2,
        stderr: 'sqlsafe: Unexpected lack of a run, expected one that is not at its end\n'
      })
    }
  })

  test.each([[], ['--now']])('is stopped and taken back while it runs %s', async (...how) => {
    const before = await catalog()
    begin(
      [
        {kind: 'expand', steps: [add]},
        {kind: 'backfill', steps: [fill]}
      ],
      ...slowly
    )
    await untilAtWork()
    await expect(control('abort', '--yes', ...how)).resolves.toMatchObject({code: 0})
    await expect(catalog()).resolves.toEqual(before)
    await expect(apply?.ended).resolves.toMatchObject({code: 1})
  })

  test('is not taken back once something was taken away', async () => {
    begin(
      [
        {kind: 'expand', steps: [add]},
        {kind: 'contract', steps: [take, fill]}
      ],
      ...slowly
    )
    await untilAtWork()
    await expect(control('abort', '--yes')).resolves.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Unexpected step take that was done already') as string
    })
    // And goes on.
    await control('throttle', 'max-rate=none')
    await expect(apply?.ended).resolves.toMatchObject({code: 0})
  })

  test('a table that has taken the place of another is not taken back, and the old one is dropped later', async () => {
    const {phases} = await shadowPlan(world, ofAccount(['ALTER TABLE {{table}} ALTER COLUMN total TYPE bigint']))
    begin([...phases, {kind: 'contract', gate: 'the new release is out', steps: [add]}])
    await expect(apply?.ended).resolves.toMatchObject({
      code: 0,
      output: expect.stringContaining('new release') as string
    })
    await expect(status()).resolves.toMatchObject({status: 'waiting', gate: 'the new release is out', phase: 2})
    await expect(control('abort', '--yes')).resolves.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Unexpected step 6-shadow-swap that was done already') as string
    })
    begin([...phases, {kind: 'contract', gate: 'the new release is out', steps: [add]}], '--deployed')
    await expect(apply?.ended).resolves.toMatchObject({code: 0})
    const {code, stdout} = await control('cleanup', '--yes')
    expect([code, stdout]).toEqual([0, expect.stringContaining('dropped the old shape of `account`')])
    await expect(world.query("SELECT FROM pg_namespace WHERE nspname LIKE 'sqlsafe\\_%'")).resolves.toEqual([])
    await expect(world.query('SELECT count(*)::int AS rows FROM account')).resolves.toEqual([{rows: 3000}])
  })

  test('old tables are dropped, unless others have come to need them', async () => {
    await world.query('CREATE SCHEMA sqlsafe_old_account_1; CREATE TABLE sqlsafe_old_account_1.account (id serial)')
    await world.query(`CREATE FUNCTION sqlsafe_old_account_1.sqlsafe_capture_row() RETURNS trigger LANGUAGE plpgsql
      AS $$ BEGIN RETURN NULL; END $$`)
    await world.query(`CREATE TRIGGER "!sqlsafe_capture" AFTER INSERT ON account FOR EACH ROW
      EXECUTE FUNCTION sqlsafe_old_account_1.sqlsafe_capture_row()`)
    await world.query('CREATE VIEW late AS SELECT id FROM sqlsafe_old_account_1.account')
    const refused = await control('cleanup', '--yes')
    expect(refused).toMatchObject({code: 1, stderr: expect.stringContaining('depend') as string})
    await world.query('DROP VIEW late')
    const {code, stdout} = await control('cleanup', '--yes')
    expect(code).toBe(0)
    expect(stdout).toContain('the old shape, kept in sync, of `account`, schema `sqlsafe_old_account_1`')
    await expect(world.query("SELECT FROM pg_namespace WHERE nspname LIKE 'sqlsafe%'")).resolves.toEqual([])
    await expect(world.query('INSERT INTO account VALUES (0, $1)', ['e'])).resolves.toEqual([])
  })
})

/** A database of its own for one test, and plans carried out on it. */
import {randomBytes} from 'node:crypto'
import {rmSync} from 'node:fs'
import {join} from 'node:path'
import pg from 'pg'
import {reversalsOf, takeBack} from '../../../src/apply/run/abort.js'
import {begin, prepare} from '../../../src/apply/run/apply.js'
import type {CarriedOut} from '../../../src/apply/run/runner.js'
import type {ApplyEvent} from '../../../src/apply/events.js'
import {openEngine} from '../../../src/apply/run/open-engine.js'
import {defaultSettings} from '../../../src/apply/settings.js'
import type {ApplySettings} from '../../../src/apply/settings.js'
import {openProject} from '../../../src/core/project.js'
import {makePlan} from '../../../src/plan/make-plan.js'
import type {Plan} from '../../../src/plan/plan.js'
import {writeProject} from '../../helpers/cli.js'

/** Servers that plans are tried on: the oldest and the newest. */
export const servers = [14, 18].map((version) => ({
  version,
  url: process.env[`SQLSAFE_TEST_POSTGRES_${String(version)}_URL`] ?? ''
}))

export interface World {
  url: string
  /** Send a statement; rows as the driver reads them. */
  query: (sql: string, values?: unknown[]) => Promise<Array<Record<string, unknown>>>
  /** One more session. */
  connect: () => Promise<pg.Client>
  /** Plan a migration for the schema as it is now. */
  plan: (sql: string) => Promise<Plan>
  remove: () => Promise<void>
}

/** Make a database with these statements done. */
export async function createWorld(server: string, setup: readonly string[]): Promise<World> {
  const name = `sqlsafe_apply_${randomBytes(5).toString('hex')}`
  // Rehearsals are at work in the other template, which nobody could copy then.
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE template0`)
  const own = new URL(server)
  own.pathname = `/${name}`
  const url = own.href
  const sessions: pg.Client[] = []
  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({connectionString: url, application_name: 'test'})
    client.on('error', () => undefined)
    await client.connect()
    sessions.push(client)
    return client
  }
  const main = await connect()
  for (const sql of setup) await main.query(sql)
  return {
    url,
    connect,
    query: async (sql, values) => (await main.query<Record<string, unknown>>(sql, values)).rows,
    plan: (sql) => planOf(sql, url),
    async remove() {
      await Promise.allSettled(sessions.map((session) => session.end()))
      await onServer(server, `DROP DATABASE ${name} WITH (FORCE)`)
    }
  }
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(sql)
  await client.end()
}

async function planOf(sql: string, databaseUrl: string): Promise<Plan> {
  const folder = writeProject({'0001_change.sql': sql})
  try {
    return await makePlan(await openProject({paths: [join(folder, '0001_change.sql')], cwd: folder, databaseUrl}))
  } finally {
    rmSync(folder, {recursive: true})
  }
}

export interface ApplyRun {
  settings?: Partial<ApplySettings>
  deployed?: boolean
  afterBatch?: AbortSignal
  now?: AbortSignal
  /** Called with each event, and waited for before the next step of the test. */
  onEvent?: (event: ApplyEvent) => void
}

export interface Applied {
  outcome: CarriedOut
  events: ApplyEvent[]
}

/** Carry a plan out in this process. */
export async function applyPlan(plan: Plan, url: string, run: ApplyRun = {}): Promise<Applied> {
  const engine = await openEngine(url)
  const events: ApplyEvent[] = []
  const never = new AbortController().signal
  const settings = {...defaultSettings, ...run.settings}
  try {
    await engine.hold()
    const outcome = await begin(plan, engine, await prepare(plan, engine, settings), {
      settings,
      stop: {afterBatch: run.afterBatch ?? never, now: run.now ?? never},
      deployed: run.deployed === true,
      onEvent(event) {
        events.push(event)
        run.onEvent?.(event)
      }
    })
    return {outcome, events}
  } finally {
    await engine.close()
  }
}

/** Take the run back that is not at its end. */
export async function takeRunBack(url: string): Promise<void> {
  const engine = await openEngine(url)
  try {
    await engine.hold()
    const [run] = await engine.journal.findOpen()
    if (!run) throw new Error('Unexpected lack of a run')
    await takeBack(run, await reversalsOf(run, engine), engine, () => undefined)
  } finally {
    await engine.close()
  }
}

/** A plan of one step made by hand, for what no recipe needs yet. */
export function withSteps(plan: Plan, steps: Plan['phases'][number]['steps']): Plan {
  return {...plan, phases: [{kind: 'expand', steps}]}
}

/** What the servers did, kept in `fixtures/facts/` so that the facts can be held against it without a server. */
import {readFileSync, writeFileSync} from 'node:fs'
import pg from 'pg'
import {casesOf, type CaseGroup} from './cases/case.js'
import {groups} from './cases/index.js'
import {inWords} from './observation.js'
import {observe} from './observe.js'
import {observeOutside, type Connections} from './observe-outside.js'
import {relationsOf} from './relations.js'

/** By group, then by case; without the groups that a version cannot know. */
export type Recording = Record<string, Record<string, string>>

/** The versions that the facts are proved on. */
export const factVersions = [14, 15, 16, 17, 18] as const

export type FactVersion = (typeof factVersions)[number]

/** Where the environment says that a version's server is. */
export const urlOf = (version: FactVersion): string | undefined =>
  process.env[`SQLSAFE_TEST_POSTGRES_${String(version)}_URL`]

const fileOf = (version: FactVersion): URL =>
  new URL(`../../../fixtures/facts/postgres-${String(version)}.json`, import.meta.url)

export function readRecording(version: FactVersion): Recording {
  return JSON.parse(readFileSync(fileOf(version), 'utf8')) as Recording
}

export function writeRecording(version: FactVersion, recording: Recording): void {
  writeFileSync(fileOf(version), JSON.stringify(recording, null, 2) + '\n')
}

/** The groups whose setup a version knows. */
export const groupsOf = (version: FactVersion): readonly CaseGroup[] => groups.filter(({since = 0}) => since <= version)

/** Put all cases to a server, in a database of their own. */
export async function record(version: FactVersion, url: string): Promise<Recording> {
  const own = `sqlsafe_facts_${String(process.pid)}`
  const connect = async (database?: string): Promise<pg.Client> => {
    const target = new URL(url)
    if (database !== undefined) target.pathname = `/${database}`
    const client = new pg.Client({connectionString: target.href})
    await client.connect()
    return client
  }
  const admin = await connect()
  await admin.query(`CREATE DATABASE ${own} TEMPLATE template0`)
  await admin.query('SET allow_in_place_tablespaces = on')
  await admin.query(`CREATE TABLESPACE ${own} LOCATION ''`)
  await admin.query(`CREATE ROLE ${own}`)
  const connections = {client: await connect(own), peer: await connect(own), watcher: await connect(own)}
  try {
    const recording: Recording = {}
    // Tablespaces and roles belong to the whole cluster, where others may be at work with one of the cases' name.
    const inOwn = (sql: string): string => sql.replaceAll('sqlsafe_facts', own)
    for (const group of groupsOf(version)) recording[group.name] = await recordGroup(group, connections, inOwn)
    return recording
  } finally {
    for (const client of Object.values(connections)) await client.end()
    await admin.query(`DROP DATABASE ${own}`)
    await admin.query(`DROP TABLESPACE ${own}`)
    await admin.query(`DROP ROLE ${own}`)
    await admin.end()
  }
}

const emptyDatabase = `SET synchronous_commit = off; DROP SCHEMA public CASCADE; CREATE SCHEMA public;
  DROP SCHEMA IF EXISTS other CASCADE`

async function recordGroup(
  group: CaseGroup,
  connections: Connections,
  named: (sql: string) => string
): Promise<Record<string, string>> {
  const {client} = connections
  await prepare(client, named(group.setup))
  const recorded: Record<string, string> = {}
  // Those that run outside of a transaction come last; what the others do is rolled back.
  const relations = await relationsOf(client)
  for (const {before, key, outside, setup, statement} of casesOf(group)) {
    const sql = named(statement)
    const restore = async (): Promise<void> => {
      await prepare(client, named(setup))
      for (const earlier of before) await client.query(named(earlier))
    }
    recorded[key] = inWords(
      await (outside ? observeOutside(connections, sql, restore) : observe(client, sql, relations))
    )
  }
  return recorded
}

async function prepare(client: pg.Client, setup: string): Promise<void> {
  await client.query('DISCARD ALL')
  await client.query(emptyDatabase)
  try {
    await client.query(setup)
  } catch (error) {
    throw new Error(`Cannot prepare ${setup}`, {cause: error})
  }
}

/**
 * The facts about PostgreSQL, held against every server: each case is run, its locks, scans and files
 * are looked at, and the judgement on the same schema must say the same.
 */
import pg from 'pg'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {loadReader, type Reader} from '../../../src/operations/read.js'
import {groups} from './cases/index.js'
import {differences, foretell} from './compare.js'
import {observe, observeOutside} from './observe.js'

/** Cases that move something name it; of a cluster, so that it cannot be made in a case. */
const tablespace = 'sqlsafe_facts'

const emptyDatabase = `SET synchronous_commit = off; DROP SCHEMA public CASCADE; CREATE SCHEMA public;
  DROP SCHEMA IF EXISTS other CASCADE`

describe.concurrent.each([14, 15, 16, 17, 18])('PostgreSQL %i', (version) => {
  const url = process.env[`SQLSAFE_TEST_POSTGRES_${version}_URL`]
  const database = `sqlsafe_facts_${process.pid}_${version}`
  const clients: pg.Client[] = []
  let read: Reader

  const connect = async (name?: string): Promise<pg.Client> => {
    const target = new URL(url ?? '')
    if (name !== undefined) target.pathname = `/${name}`
    const client = new pg.Client({connectionString: target.href})
    await client.connect()
    return client
  }

  beforeAll(async () => {
    if (url === undefined) return
    read = await loadReader({dialect: 'postgres', version: [version]})
    const admin = await connect()
    await admin.query(`CREATE DATABASE ${database}`)
    await admin.query('SET allow_in_place_tablespaces = on')
    await admin.query(`CREATE TABLESPACE ${tablespace} LOCATION ''`)
    await admin.end()
    clients.push(await connect(database), await connect(database), await connect(database))
  })

  afterAll(async () => {
    for (const client of clients) await client.end()
    if (url === undefined) return
    const admin = await connect()
    await admin.query(`DROP DATABASE ${database}`)
    await admin.query(`DROP TABLESPACE ${tablespace}`)
    await admin.end()
  })

  it.skipIf(url === undefined)('does what the facts say', async () => {
    const [client, peer, watcher] = clients
    if (!client || !peer || !watcher) throw new Error('Unexpected missing connection')
    const found: string[] = []
    for (const {name, outside = [], setup, statements} of groups) {
      await client.query('DISCARD ALL')
      await client.query(emptyDatabase)
      const prepared = await client.query(setup).then(
        () => true,
        (error: unknown) => {
          // What a version does not know cannot be prepared on it either; anything else is the case's fault.
          if (error instanceof Error && 'code' in error && error.code === '42601') return false
          throw new Error(`Cannot prepare ${name}: ${String(error)}`)
        }
      )
      if (!prepared) continue
      for (const statement of statements) {
        const foretold = foretell(read, [version], setup, statement, true)
        const observation = await observe(client, statement)
        found.push(...differences(foretold, observation, false).map((why) => `${name}: ${statement}\n    ${why}`))
      }
      for (const [index, statement] of outside.entries()) {
        const before = [setup, ...outside.slice(0, index)].join(';\n')
        const foretold = foretell(read, [version], before, statement, false)
        const observation = await observeOutside(client, peer, watcher, statement)
        found.push(...differences(foretold, observation, true).map((why) => `${name}: ${statement}\n    ${why}`))
      }
    }
    expect(found.join('\n')).toBe('')
  })
})

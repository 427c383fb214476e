/** Holds our grammar of definitions against the parsers of real servers: on all that we have, and on a mutated sample. */
import mysql from 'mysql2/promise'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {Server} from '../../../src/server/server.js'
import {createMysqlReader} from '../../../src/operations/mysql/read.js'
import {ask} from './asking.js'
import {loadWritten, mutate, mutatedCount} from './sample.js'
import {unread} from './unread.js'

const servers: Array<[variable: string, server: Server]> = [
  ['SQLSAFE_TEST_MYSQL_URL', {dialect: 'mysql', version: [9, 7]}],
  ['SQLSAFE_TEST_MARIADB_URL', {dialect: 'mariadb', version: [10, 11]}],
  ['SQLSAFE_TEST_MARIADB11_URL', {dialect: 'mariadb', version: [11, 8]}]
]

describe.each(servers)('%s', (variable, server) => {
  const url = process.env[variable]
  const database = `sqlsafe_parsers_${String(process.pid)}`
  const read = createMysqlReader(server)
  let connection: mysql.Connection

  beforeAll(async () => {
    if (url === undefined) return
    connection = await mysql.createConnection(url)
    await connection.query(`CREATE DATABASE ${database}`)
    await connection.query(`USE ${database}`)
  })

  afterAll(async () => {
    if (url === undefined) return
    await connection.query(`DROP DATABASE ${database}`)
    await connection.end()
  })

  /** What of a statement differs; `undefined` where we agree or the server did not read to the end. */
  async function differ(sql: string): Promise<{text: string; at: number | undefined} | undefined> {
    const problem = read(sql)
      .statements.flatMap(({problems}) => problems)
      .find(({reason}) => reason === 'syntax')
    const {message, refused} = await ask(connection, sql)
    if (refused === undefined || refused === (problem !== undefined)) return undefined
    const said = refused ? `is refused: ${message}` : 'is accepted'
    return {
      text: `${sql} ${said}; we say: ${problem?.message ?? 'nothing'}`,
      at: refused ? placeOf(sql, message) : undefined
    }
  }

  it.skipIf(url === undefined)('agrees about every statement that we have', async () => {
    const differences: string[] = []
    for (const sql of await loadWritten(server, read)) {
      const difference = await differ(sql)
      if (difference) differences.push(difference.text)
    }
    expect(differences).toEqual([])
  })

  it.skipIf(url === undefined)('takes a statement as it is cut out, with the end of its version comment', async () => {
    const text =
      'CREATE TABLE cut (a INT) /*!40000 ENGINE=InnoDB */ /*!40101 CHARACTER SET utf8mb4 */ /* a */;\nSELECT 1;'
    const {end, start} = read(text).statements[0]?.range ?? {start: 0, end: 0}
    expect(await ask(connection, text.slice(start, end))).toEqual({refused: false, message: ''})
    // As it would be without: the server sees a comment that has no end.
    expect(await ask(connection, text.slice(start, end - 2))).toMatchObject({refused: true})
  })

  it.skipIf(url === undefined)('agrees about mutated statements but for what is listed as unread', async () => {
    const sample = mutate(read)
    const differences: string[] = []
    const met = new Set<string>()
    for (const sql of sample) {
      const difference = await differ(sql)
      if (!difference) continue
      const {at, text} = difference
      const known =
        at === undefined ? undefined : unread.find(({from}) => at >= (from.exec(sql)?.[0].length ?? Infinity))
      if (known) met.add(known.name)
      else differences.push(text)
    }
    expect(sample).toHaveLength(mutatedCount)
    expect(differences).toEqual([])
    expect(unread.filter(({name}) => !met.has(name))).toEqual([])
  })
})

/** Where a server complains: it quotes the rest of the statement, or the beginning of the rest. */
function placeOf(sql: string, message: string): number | undefined {
  const near = /near '([^]*)' at line \d+$/.exec(message)?.[1]
  const type = /^Unknown data type: '(.*)'$/.exec(message)?.[1]
  if (near === undefined) return type === undefined ? undefined : sql.toLowerCase().lastIndexOf(type.toLowerCase())
  const isWhole = near.length < 75
  return isWhole ? sql.length - near.length : sql.lastIndexOf(near.replace(/\.\.\.$/, ''))
}

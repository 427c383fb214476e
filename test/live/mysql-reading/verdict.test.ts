/** Holds what we refuse against what the real servers refuse. */
import mysql from 'mysql2/promise'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {Server} from '../../../src/server/server.js'
import {createMysqlReader} from '../../../src/operations/mysql/read.js'
import {alterations} from './statements/alterations.js'
import {others} from './statements/others.js'
import {tables} from './statements/tables.js'

const servers: Array<[variable: string, server: Server]> = [
  ['SQLSAFE_TEST_MYSQL_URL', {dialect: 'mysql', version: [9, 7]}],
  ['SQLSAFE_TEST_MARIADB_URL', {dialect: 'mariadb', version: [10, 11]}],
  ['SQLSAFE_TEST_MARIADB11_URL', {dialect: 'mariadb', version: [11, 8]}]
]

/** What the parser of a server answers: syntax, unknown algorithm, unknown lock, unknown type. */
const refusals = new Set([1064, 1800, 1801, 4161])

describe.each(servers)('%s', (variable, server) => {
  const url = process.env[variable]
  const database = `sqlsafe_reading_${String(process.pid)}`
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

  /** Preparing parses a statement and runs nothing of it. */
  async function refuses(sql: string): Promise<boolean> {
    try {
      await connection.query(`PREPARE s FROM ${connection.escape(sql)}`)
      return false
    } catch (error) {
      return refusals.has((error as {errno: number}).errno)
    }
  }

  it.skipIf(url === undefined)('agrees about every statement', async () => {
    const read = createMysqlReader(server)
    const differences: string[] = []
    for (const sql of [...tables, ...alterations, ...others]) {
      const problem = read(sql)
        .statements.flatMap(({problems}) => problems)
        .find(({reason}) => reason === 'syntax')
      const refused = await refuses(sql)
      if (refused !== (problem !== undefined)) {
        differences.push(`${sql} is ${refused ? 'refused' : 'accepted'}; we say: ${problem?.message ?? 'nothing'}`)
      }
    }
    expect(differences).toEqual([])
  })
})

/** What `MODIFY` takes away of a column when it does not repeat it, and whether `no-attribute-drop` says so. */
import {randomBytes} from 'node:crypto'
import {createConnection, type Connection, type RowDataPacket} from 'mysql2/promise'
import {describe, expect, test} from 'vitest'
import {checkFiles} from '../../helpers/check-report.js'

/** The column, its definition afterwards, what `SHOW CREATE TABLE` shows before, and what the rule calls it. */
type Case = readonly [column: string, modified: string, shown: RegExp, told: string]

const everywhere: readonly Case[] = [
  ['c int AUTO_INCREMENT UNIQUE', 'c int NOT NULL', /AUTO_INCREMENT/, '`AUTO_INCREMENT`'],
  ['c int DEFAULT 5', 'c bigint', /DEFAULT '?5'?/, '`DEFAULT 5`'],
  ['c int DEFAULT 5', 'c int NOT NULL', /DEFAULT '?5'?/, '`DEFAULT 5`'],
  ['c datetime ON UPDATE now()', 'c datetime', /ON UPDATE/, '`ON UPDATE now()`'],
  ['c timestamp NULL ON UPDATE now()', 'c timestamp NULL', /ON UPDATE/, '`ON UPDATE now()`'],
  ['c int AS (id + 1) STORED', 'c int', /`id` \+ 1/, '`GENERATED ALWAYS AS (…)`'],
  ['c int INVISIBLE', 'c int', /INVISIBLE/, '`INVISIBLE`'],
  [
    'c varchar(9) CHARACTER SET latin1',
    'c varchar(9)',
    /CHARACTER SET latin1/,
    '`CHARACTER SET latin1 COLLATE latin1_swedish_ci`'
  ],
  ['c varchar(9) COLLATE utf8mb4_bin', 'c varchar(9)', /utf8mb4_bin/, '`COLLATE utf8mb4_bin`'],
  ['c varchar(9) COLLATE utf8mb4_bin', 'c varchar(20)', /utf8mb4_bin/, '`COLLATE utf8mb4_bin`']
]

const only: Record<string, readonly Case[]> = {
  MYSQL: [['c point NOT NULL SRID 4326', 'c point NOT NULL', /SRID 4326/, '`SRID 4326`']],
  MARIADB: [
    ['c int CHECK (c > 0)', 'c int', /CHECK/, '`CHECK`'],
    ['c varchar(900) COMPRESSED', 'c varchar(900)', /COMPRESSED/, '`COMPRESSED`']
  ]
}

/** What stays, although it is not repeated, or goes because it is said in words. */
const silent: readonly (readonly [column: string, modified: string])[] = [
  ['c int UNIQUE', 'c int'],
  ['c int DEFAULT 5', 'c int DEFAULT NULL'],
  ['c int DEFAULT 5', 'c int DEFAULT 6'],
  ['c datetime ON UPDATE now()', 'c datetime DEFAULT now() ON UPDATE now()'],
  ['c varchar(9) COLLATE utf8mb4_bin', 'c varchar(9) COLLATE utf8mb4_general_ci'],
  ['c int DEFAULT NULL', 'c bigint'],
  ['c varchar(9)', 'c text']
]

describe.each([
  ['MYSQL', {dialect: 'mysql', serverVersion: '9.7'}, 'MYSQL'],
  ['MARIADB', {dialect: 'mariadb', serverVersion: '10.11'}, 'MARIADB'],
  ['MARIADB11', {dialect: 'mariadb', serverVersion: '11.8'}, 'MARIADB']
] as const)('%s', (name, server, family) => {
  const create = (column: string): string => `CREATE TABLE t (id int, ${column}) DEFAULT CHARSET utf8mb4;`

  const told = async (column: string, modify: string): Promise<(string | undefined)[]> => {
    const files = {'m/V1__made.sql': create(column), 'm/V2__changed.sql': modify}
    const {result} = await checkFiles(files, server)
    const messages = result.files.flatMap((file) => file.messages)
    return messages
      .filter(({ruleId}) => ruleId === 'no-attribute-drop')
      .map(({reason}) => /without (.*), the server/.exec(reason)?.[1])
  }

  test.each([...everywhere, ...(only[family] ?? [])])(
    '%s goes with MODIFY %s',
    async (column, modified, shown, gone) => {
      const modify = `ALTER TABLE t MODIFY ${modified};`
      const [before, after] = await shownOn(name, create(column), modify)
      expect(before).toMatch(shown)
      expect(after).not.toMatch(shown)
      expect(await told(column, modify)).toEqual([gone])
    }
  )

  test.each(silent)('nothing is told of %s and MODIFY %s', async (column, modified) => {
    const modify = `ALTER TABLE t MODIFY ${modified};`
    await shownOn(name, create(column), modify)
    expect(await told(column, modify)).toEqual([])
  })
})

/** The line of the column, before and after. */
async function shownOn(name: string, create: string, modify: string): Promise<[string, string]> {
  const connection = await createConnection({uri: process.env[`SQLSAFE_TEST_${name}_URL`] ?? ''})
  const database = `sqlsafe_attributes_${randomBytes(5).toString('hex')}`
  try {
    await connection.query(`CREATE DATABASE ${database}`)
    await connection.query(`USE ${database}`)
    await connection.query(create)
    const before = await lineOf(connection)
    await connection.query(modify)
    return [before, await lineOf(connection)]
  } finally {
    await connection.query(`DROP DATABASE IF EXISTS ${database}`)
    await connection.end()
  }
}

async function lineOf(connection: Connection): Promise<string> {
  const [rows] = await connection.query<RowDataPacket[]>('SHOW CREATE TABLE t')
  const text = String((rows[0] as Record<string, unknown>)['Create Table'])
  return text.split('\n').find((line) => line.trimStart().startsWith('`c`')) ?? ''
}

/** What MySQL and MariaDB refuse to who has no more than the master users of managed services have. */
import {randomBytes} from 'node:crypto'
import {createConnection} from 'mysql2/promise'
import {expect, test} from 'vitest'
import {restrictedSettings} from '../../../src/knowledge/platforms/without-super.js'

const granted =
  'SELECT, INSERT, CREATE, RELOAD, PROCESS, LOCK TABLES, REPLICATION SLAVE, REPLICATION CLIENT, CREATE VIEW, CREATE USER, TRIGGER'

/** Refused by more than the privilege where that is there: nothing happens to the server. */
const commands = ["PURGE BINARY LOGS TO 'none.000001'", "BINLOG 'none'", 'STOP REPLICA']

test.each(['mysql', 'mariadb'] as const)('%s refuses settings and commands without SUPER', async (dialect) => {
  const url = new URL(process.env[`SQLSAFE_TEST_${dialect.toUpperCase()}_URL`] ?? '')
  const user = `sqlsafe_${randomBytes(5).toString('hex')}`
  const admin = await createConnection({uri: url.href})
  try {
    await admin.query(`CREATE USER ${user}@'%' IDENTIFIED BY '${user}'`)
    await admin.query(`GRANT ${granted} ON *.* TO ${user}@'%'`)
    const client = await createConnection({uri: Object.assign(url, {username: user, password: user}).href})
    const settings = restrictedSettings(dialect).map((name) => `SET SESSION ${name} = @@SESSION.${name}`)
    try {
      const taken: string[] = []
      for (const sql of [...settings, ...commands]) {
        const errno = await client.query(sql).then(
          () => 0,
          (error: unknown) => (error instanceof Error && 'errno' in error ? error.errno : error)
        )
        if (errno !== 1227) taken.push(`${sql}: ${String(errno)}`)
      }
      expect(taken).toEqual([])
      // Of others everybody may decide.
      await client.query("SET SESSION sql_mode = ''")
      if (dialect === 'mariadb') await client.query('SET SESSION innodb_strict_mode = 0, bulk_insert_buffer_size = 0')
    } finally {
      await client.end()
    }
  } finally {
    await admin.query(`DROP USER IF EXISTS ${user}@'%'`)
    await admin.end()
  }
})

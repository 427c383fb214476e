/**
 * node base-backup.mjs PORT DATA VERSION: copy a running server's data directory through the low-level API, which needs
 * neither `pg_basebackup` nor `psql`. https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP
 */
import {execFileSync} from 'node:child_process'
import {readdirSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import pg from 'pg'

const [port, data, version] = process.argv.slice(2)
const old = Number(version) < 15
const client = new pg.Client({host: '127.0.0.1', port: Number(port), user: 'postgres', database: 'postgres'})
await client.connect()
const {rows} = await client.query('SHOW data_directory')
await client.query(old ? "SELECT pg_start_backup('clone', true, false)" : "SELECT pg_backup_start('clone', true)")
execFileSync('cp', ['-a', `${rows[0].data_directory}/.`, data])
// What belongs to the other server's process, or is streamed anyway.
for (const folder of ['.', 'pg_wal', 'pg_replslot']) {
  for (const name of readdirSync(join(data, folder))) {
    const goes =
      folder === 'pg_replslot' || (folder === 'pg_wal' ? name.startsWith('0') : name.startsWith('postmaster.'))
    if (goes) rmSync(join(data, folder, name), {recursive: true})
  }
}
const stopped = await client.query(`SELECT labelfile FROM ${old ? 'pg_stop_backup' : 'pg_backup_stop'}(false)`)
writeFileSync(join(data, 'backup_label'), stopped.rows[0].labelfile)
await client.end()

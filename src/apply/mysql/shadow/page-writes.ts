/** When the server writes pages of both tables to their files: renaming must not come in between. */
import {setTimeout as sleep} from 'node:timers/promises'
import type {Connection, Row} from '../../connection/connection.js'
import {errorNumber} from '../error-kind.js'
import {schemaValue} from './names.js'
import type {ShadowRecord, ShadowView} from './record.js'
import {filePath} from './identity.js'
import {isSettled, seenAt, willLast} from './file-writes.js'
import type {Counters, FileWrites} from './file-writes.js'
import {counterOf} from './source.js'

type Watched = Pick<ShadowView, 'connection' | 'names'> & {record: Pick<ShadowRecord, 'mariadb'>}

export interface PageWrites {
  /** Wait until all that was written is on the disk, and nothing is about to be, for a while: whether that is so. */
  settle: () => Promise<boolean>
  /** Whether it is now, as far as anybody can tell. */
  areSettled: () => Promise<boolean>
}

/** A server that writes all the time is not waited for any longer. */
const patienceMs = 3000
const pauseMs = 8

/**
 * Bring all that was written of the new table to the disk, which is what renaming does first on MySQL: under another name
 * and back, in one.
 * https://dev.mysql.com/doc/refman/8.4/en/atomic-ddl.html
 *
 * Locks: `EXCLUSIVE` on the new table, which nobody uses yet.
 */
export async function bringToDisk({connection, names: {shadow, trial}, record}: Watched): Promise<void> {
  if (record.mariadb) return
  await connection.execute(`RENAME TABLE ${shadow.sql} TO ${trial.sql}, ${trial.sql} TO ${shadow.sql}`)
}

/**
 * Begin to watch, once the new table was brought to the disk. MySQL renames no file that has pages which were written but
 * not brought to the disk: it does that, and sleeps for a tenth of a second, with everybody waiting. The server writes for
 * some milliseconds in each second, so a moment in which it does not is soon found.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/performance-schema-file-summary-tables.html
 *
 * @returns `undefined`: the server does not tell, or it is MariaDB, which does not wait.
 */
export async function watchPageWrites(view: Watched): Promise<PageWrites | undefined> {
  if (view.record.mariadb) return undefined
  const {connection, names} = view
  const files = await filesOf(view).catch((error: unknown) => {
    if (errorNumber(error) === undefined) throw error
    // Who may not look there goes without.
    return []
  })
  if (files.length === 0) return undefined
  // Of a table that nobody has written to for as long as the copy took, all is on the disk.
  const isWritten = (await counterOf(connection, names.log)) !== undefined
  const begun = performance.now()
  const seen = new Map(
    files.map(({file, isOld}): [string, FileWrites] => [
      file,
      {writes: 0, syncs: 0, since: begun, isSynced: !(isOld && isWritten)}
    ])
  )
  const look = async (note: (before: FileWrites, counters: Counters) => FileWrites): Promise<void> => {
    for (const row of await countersOf(connection, [...seen.keys()])) {
      const file = row['file'] ?? ''
      const before = seen.get(file)
      if (before) seen.set(file, note(before, {writes: Number(row['writes']), syncs: Number(row['syncs'])}))
    }
  }
  // What had been before says nothing.
  await look((before, counters) => ({...before, ...counters}))
  const areSettled = async (): Promise<boolean> => {
    await look((before, counters) => seenAt(before, counters, performance.now()))
    return [...seen.values()].every((each) => isSettled(each, performance.now()))
  }
  return {
    areSettled,
    async settle() {
      const end = performance.now() + patienceMs
      while (!(await areSettled()) || !willLast([...seen.values()], performance.now())) {
        if (performance.now() >= end) return false
        await sleep(pauseMs)
      }
      return true
    }
  }
}

/** By the names that the server knows them by; those of partitions are several. */
async function filesOf({connection, names}: Watched): Promise<Array<{file: string; isOld: boolean}>> {
  const {shadow, source} = names
  const [row] = await connection.query(
    `SELECT TABLE_SCHEMA AS db FROM information_schema.TABLES WHERE TABLE_SCHEMA = ${schemaValue(names)} AND TABLE_NAME = ?`,
    [source.name]
  )
  const path = await filePath(connection, names, source, row?.['db'] ?? '', false)
  const endsOf = (each: string): string[] => [`/${each}.ibd`, `/${each}#p#`]
  const old = endsOf(path)
  // The new one's name begins with that of the old one, but for very long ones.
  const own = shadow.name.startsWith(source.name) ? endsOf(path + shadow.name.slice(source.name.length)) : []
  const ends = [...old, ...own]
  const rows = await connection.query(
    `SELECT FILE_NAME AS file FROM performance_schema.file_summary_by_instance
     WHERE EVENT_NAME = 'wait/io/file/innodb/innodb_data_file' AND (${ends.map(() => 'LOCATE(?, FILE_NAME) > 0').join(' OR ')})`,
    ends
  )
  return rows.map((each) => {
    const file = each['file'] ?? ''
    return {file, isOld: old.some((end) => file.includes(end))}
  })
}

function countersOf(connection: Connection, files: readonly string[]): Promise<Row[]> {
  return connection.query(
    `SELECT FILE_NAME AS file, COUNT_WRITE AS writes, COUNT_MISC AS syncs
     FROM performance_schema.file_summary_by_instance WHERE FILE_NAME IN (${files.map(() => '?').join(', ')})`,
    [...files]
  )
}

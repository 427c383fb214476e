/** Capture by the binary log: what a replica would get tells which rows were written, and writes cost nothing more. */
import type {Connection} from '../../../connection/connection.js'
import {literal} from '../../../../sql/mysql.js'
import {connectToLog, logEnd} from '../../binlog/dump.js'
import type {LogConnection} from '../../binlog/dump.js'
import {readKeys} from '../../binlog/read-keys.js'
import type {Checkpoint, Wanted} from '../../binlog/read-keys.js'
import {whenAtRest} from '../../at-rest.js'
import {tiedTables} from '../carried/tied.js'
import {readColumns} from '../columns.js'
import {schemaValue} from '../names.js'
import type {ShadowNames} from '../names.js'
import type {ShadowRecord} from '../record.js'
import {slices} from '../replay.js'
import {unlock, whileCopying, withSettings} from '../session.js'
import type {Capture, CaptureContext} from './capture.js'
import {logKeys, modeFor} from './log.js'

/** How far the log was read, and for what: kept in the record, as a row of its own. */
interface Mark {
  checkpoint: Checkpoint
  wanted: Omit<Wanted, 'mayLoseEnd'>
  /** It was read to where the tables changed places: what comes then is about the new one. */
  isOver?: boolean
}

/** Where it is in the record: the step's own transaction locks the first. */
const markRow = '2'

/** Others may be kept waiting for so long, and for so many keys. */
const lastLookMs = 1000
const mostLate = 5000

/**
 * A transaction comes into the binary log a moment before others see what it did. So keys are written by a transaction of
 * their own, which comes into the binary log later, and so is committed later: when it is, all that it has keys of is seen.
 * https://dev.mysql.com/doc/refman/8.4/en/replication-options-binary-log.html#sysvar_binlog_order_commits
 */
export function binlogCapture(
  connection: Connection,
  names: ShadowNames,
  record: ShadowRecord,
  {beside, databaseUrl, settings}: CaptureContext
): Capture {
  const inOwn = (work: (other: Connection) => Promise<void>): Promise<void> =>
    beside({lockTimeoutMs: settings.lockTimeoutMs, statementTimeoutMs: null}, work)

  const write = (other: Connection, keys: string[][]): Promise<void> =>
    withSettings(other, {sql_mode: literal(modeFor(record, keys)), time_zone: literal('+00:00')}, async () => {
      for (const part of slices(keys)) await logKeys(other, names, record, part)
    })

  const collect = async (): Promise<boolean> => {
    const mark = await readMark(connection, names)
    const wanted = {...mark.wanted, ...(await reliance(connection, record.mariadb))}
    const log = await connectToLog(databaseUrl)
    const found = await readKeys(log, mark.checkpoint, wanted, (keys) => inOwn((other) => write(other, keys))).finally(
      log.close
    )
    if (found.keys.length > 0 || isFar(mark.checkpoint, found.until)) {
      await inOwn(async (other) => {
        if (found.keys.length > 0) await write(other, found.keys)
        await writeMark(other, names, {...mark, checkpoint: found.until})
      })
    }
    return found.isAll
  }

  return {
    isBegun: async () => (await findMark(connection, names)) !== undefined,
    async begin() {
      const wanted = await wantedOf(connection, names, record)
      const tied = await tiedTables({connection, names, record})
      const tables = [tied.source, ...tied.children, ...tied.parents]
      const taken = {mariadb: record.mariadb, tables, wanted: [tied.source]}
      await whenAtRest(connection, taken, `LOCK TABLES ${names.source.sql} WRITE`)
      const checkpoint = await logEnd((sql) => connection.query(sql)).finally(() => unlock(connection))
      const mark: Mark = {checkpoint: {...checkpoint, origin: null}, wanted}
      await connection.execute(`INSERT INTO ${names.record.sql} (id, document, state) VALUES (${markRow}, '', ?)`, [
        JSON.stringify(mark)
      ])
    },
    collect,
    async collectSlipped() {
      for (let mark = await findMark(connection, names); mark && mark.isOver !== true;) {
        const log = await connectToLog(databaseUrl)
        const wanted = {...mark.wanted, mayLoseEnd: false, endsRenamed: true}
        const found = await readKeys(log, mark.checkpoint, wanted, (keys) =>
          inOwn((other) => write(other, keys))
        ).finally(log.close)
        if (found.isAll && !found.isRenamed) throw new Error('Unexpected binary log without the renaming of the tables')
        const next = {...mark, checkpoint: found.until, isOver: found.isRenamed}
        await inOwn(async (other) => {
          if (found.keys.length > 0) await write(other, found.keys)
          await writeMark(other, names, next)
        })
        mark = next
      }
    },
    async standBy() {
      const log = await connectToLog(databaseUrl)
      return {
        collect: () => lastLook(log),
        close: log.close
      }
    }
  }

  async function lastLook(log: LogConnection): Promise<boolean> {
    const mark = await readMark(connection, names)
    const wanted = {...mark.wanted, ...(await reliance(connection, record.mariadb))}
    const late = {isSo: false}
    const timer = setTimeout(() => {
      late.isSo = true
      log.close()
    }, lastLookMs)
    const keys: string[][] = []
    const keep = (some: string[][]): Promise<void> => {
      keys.push(...some)
      return Promise.resolve()
    }
    try {
      const found = await readKeys(log, mark.checkpoint, wanted, keep)
      await keep(found.keys)
      if (!found.isAll || keys.length > mostLate) return false
      if (keys.length > 0) await write(connection, keys)
      await writeMark(connection, names, {...mark, checkpoint: found.until})
      return true
    } catch (error) {
      if (late.isSo) return false
      throw error
    } finally {
      clearTimeout(timer)
    }
  }
}

async function findMark(connection: Connection, {record}: ShadowNames): Promise<Mark | undefined> {
  const [row] = await connection.query(`SELECT state FROM ${record.sql} WHERE id = ${markRow}`)
  return row === undefined ? undefined : (JSON.parse(row['state'] ?? 'null') as Mark)
}

async function readMark(connection: Connection, names: ShadowNames): Promise<Mark> {
  const mark = await findMark(connection, names)
  if (mark) return mark
  throw new Error(
    `Unexpected lack of a place in the binary log in ${names.record.sql}, expected one: abort, and begin again`
  )
}

async function writeMark(connection: Connection, {record}: ShadowNames, mark: Mark): Promise<void> {
  await connection.execute(`UPDATE ${record.sql} SET state = ? WHERE id = ${markRow}`, [JSON.stringify(mark)])
}

/** Bytes that may be read again instead of noting that they were read. */
const notWorthNoting = 1_000_000

function isFar(from: Checkpoint, until: Checkpoint): boolean {
  return from.file !== until.file || from.origin === null || until.position - from.position > notWorthNoting
}

/** Whose keys are to be found, and where they are in a row. */
async function wantedOf(connection: Connection, names: ShadowNames, record: ShadowRecord): Promise<Mark['wanted']> {
  const columns = await whileCopying(connection, record, () => readColumns(connection, names, names.source.name))
  const [row] = await connection.query(
    `SELECT TABLE_SCHEMA AS db, TABLE_NAME AS name, @@lower_case_table_names AS folded FROM information_schema.TABLES
     WHERE TABLE_SCHEMA = ${schemaValue(names)} AND TABLE_NAME = ?`,
    [names.source.name]
  )
  return {
    schema: row?.['db'] ?? '',
    table: row?.['name'] ?? '',
    caseSensitive: row?.['folded'] === '0',
    key: record.key.columns.map((column) => ({...column, place: columns.findIndex(({name}) => name === column.name)}))
  }
}

/** @throws {Error} When the order of commits tells nothing: MariaDB always keeps it. */
async function reliance(connection: Connection, mariadb: boolean): Promise<Pick<Wanted, 'mayLoseEnd'>> {
  const [row] = await connection.query(
    `SELECT @@global.sync_binlog AS synced, ${mariadb ? '1' : '@@global.binlog_order_commits'} AS ordered`
  )
  if (row?.['ordered'] !== '1') {
    throw new Error(
      'Unexpected `binlog_order_commits = OFF`, expected transactions to be committed in the order of the binary log: `SET GLOBAL binlog_order_commits = ON`'
    )
  }
  return {mayLoseEnd: row['synced'] !== '1'}
}

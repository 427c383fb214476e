/** Transactions that would miss rows of the new table, because they look at the data of a time before its copy. */
import {setTimeout as sleep} from 'node:timers/promises'
import type {Connection} from '../../connection/connection.js'
import {literal} from '../../../sql/mysql.js'
import {cachedMs, isNotShown, outlastCached} from '../view/transactions.js'
import type {ShadowView} from './record.js'
import {withSettings} from './session.js'

/** Times of transactions are in the time zone of the system, whole seconds. */
function inSystemZone<Result>(connection: Connection, work: () => Promise<Result>): Promise<Result> {
  return withSettings(connection, {time_zone: literal('SYSTEM'), group_concat_max_len: '1000000'}, work)
}

/** The server's time, as text. */
export async function clockOf(connection: Connection): Promise<string> {
  return inSystemZone(connection, async () => {
    const [row] = await connection.query('SELECT CAST(now() AS CHAR) AS now')
    return row?.['now'] ?? ''
  })
}

/** How often it is asked for a list that is not older than the question. */
const mostAsked = 25

interface Open {
  pid: string
  started: string
  level: string
  query: string | null
}

/**
 * Who keeps to a view of the data from that time or before: each in a few words. At `READ COMMITTED` each statement has a
 * view of its own.
 *
 * The server answers from a list that it made for whoever asked last, as long as somebody asks every 0.1 seconds: a
 * monitor is enough. So the question reads a table first, which makes it a transaction too, and has a mark: a list without
 * it is an old one.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/information-schema-innodb-trx-table.html,
 * https://dev.mysql.com/doc/refman/8.4/en/innodb-information-schema-internal-data.html
 *
 * @param asks How often to ask for a new list.
 * @returns What cannot be told is told like a transaction.
 */
export async function olderTransactions(
  view: Pick<ShadowView, 'connection' | 'names'>,
  since: string,
  asks = mostAsked
): Promise<string[]> {
  return inSystemZone(view.connection, async () => {
    for (let asked = 1; ; asked += 1) {
      const open = await freshList(view)
      if (open !== undefined) return open.filter(({started}) => started <= since).map(inWords)
      if (asked >= asks) return [onlyOld]
      await outlastCached()
    }
  })
}

const onlyOld =
  'the server does not show who is there now: something asks for INNODB_TRX all the time, or is busy with a statement that has a letter such as an emoji'

/** The same of any time, asked once, while others wait. */
export async function openNow(view: Pick<ShadowView, 'connection' | 'names'>): Promise<string[]> {
  return (await freshList(view))?.map(inWords) ?? [onlyOld]
}

/** @returns `undefined`: the server gave an old one, or none. */
async function freshList(
  view: Pick<ShadowView, 'connection' | 'names'>,
  wanted = keepingView
): Promise<Open[] | undefined> {
  const mark = `asked ${crypto.randomUUID()}`
  const isQuestion = ({query}: Open): boolean => query?.includes(mark) === true
  const open = await openTransactions(view, mark, wanted).catch((error: unknown): Open[] => {
    if (!isNotShown(error)) throw error
    return []
  })
  return open.some(isQuestion) ? open.filter((each) => !isQuestion(each)) : undefined
}

/** Of sessions that keep to one view. */
const keepingView = "trx_mysql_thread_id <> 0 AND trx_isolation_level IN ('REPEATABLE READ', 'SERIALIZABLE')"

/** Those that are wanted, and the question itself. */
async function openTransactions(
  {connection, names}: Pick<ShadowView, 'connection' | 'names'>,
  mark: string,
  wanted: string
): Promise<Open[]> {
  const [row] = await connection.query(
    `SELECT /* ${mark} */ CAST((
       SELECT JSON_ARRAYAGG(JSON_OBJECT('pid', CAST(trx_mysql_thread_id AS CHAR), 'started', CAST(trx_started AS CHAR),
         'level', trx_isolation_level, 'query', LEFT(trx_query, 100)))
       FROM information_schema.INNODB_TRX
       WHERE trx_mysql_thread_id + began.log * 0 >= 0 AND (${wanted} OR trx_mysql_thread_id = CONNECTION_ID())
     ) AS CHAR) AS open FROM (SELECT count(*) AS log FROM (SELECT 1 FROM ${names.log.sql} AS l LIMIT 1) AS few) AS began`
  )
  return JSON.parse(row?.['open'] ?? '[]') as Open[]
}

/**
 * Prepared transactions whose sessions are gone. MySQL keeps their metadata locks; on MariaDB nothing that we lock waits for
 * them, and what they commit later would be lost: https://mariadb.com/kb/en/xa-transactions/
 *
 * @returns Each in a few words.
 */
export async function abandoned(
  {connection, names}: Pick<ShadowView, 'connection' | 'names'>,
  mariadb: boolean
): Promise<string[]> {
  if (!mariadb) return []
  const prepared = await connection.query('XA RECOVER')
  if (prepared.length === 0) return []
  const gone = await freshList({connection, names}, 'trx_mysql_thread_id = 0')
  if (gone?.length === 0) return []
  return prepared.map((row) => `\`${row['data'] ?? ''}\``)
}

/** How often it is looked whether such transactions are there. */
const mostLooks = 10

/** @throws {Error} When there are such transactions, each time that it is looked. */
export async function assertNoneAbandoned(
  view: Pick<ShadowView, 'connection' | 'names'>,
  mariadb: boolean
): Promise<void> {
  for (let asked = 1; ; asked += 1) {
    const found = await abandoned(view, mariadb)
    if (found.length === 0) return
    if (asked >= mostLooks) {
      throw new Error(
        `Unexpected prepared transactions whose sessions are gone: ${found.join(', ')} (\`XA RECOVER\`); expected none: nobody can tell whether they wrote to ${view.names.source.sql}; \`XA COMMIT\` or \`XA ROLLBACK\` them, and run again`
      )
    }
    // Transactions of the server itself have no session either, and the list may be an old one.
    await sleep(cachedMs * (1 + Math.random()))
  }
}

function inWords({pid, query, started}: Open): string {
  return `session ${pid}, open since ${started}: ${query ?? 'idle'}`
}

import type {Connection, Row} from '../../connection/connection.js'
import type {PreflightFinding, PreflightView} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {refusalOf} from '../../connection/refusal.js'
import {text} from '../../connection/row.js'
import {metadataLocksShown} from '../view/metadata-locks.js'
import {sessionsOf} from '../view/sessions.js'
import {locateAll, ofTables, placeOf} from '../view/tables.js'
import type {Located, TableRow} from '../view/tables.js'
import {transactionAges} from '../view/transactions.js'

/** What waits for a metadata lock stands behind every transaction that has one, and others queue up behind what waits. */
export const longTransactions = definePreflightCheck({
  name: 'long-transactions',
  summary: 'no transaction that has been open for long holds metadata locks, nor does a lock of all tables',
  async check(view) {
    const {connection, steps, tables} = view
    const isShown = await metadataLocksShown(connection)
    const located = locateAll(tables, await placeOf(connection))
    const holders = isShown ? await oldHolders(view, located) : []
    const isSwapped = steps.some(({kind}) => kind === 'shadow-swap')
    const old = isShown && !isSwapped ? [] : await oldTransactions(view)
    const seen = new Set(holders.map(({row}) => row['pid']))
    return [
      ...(isShown ? await globalLocks(connection) : []),
      ...holders.map(({row, table}) =>
        finding(row, `holds ${words(text(row, 'lock'))} on ${table.label}`, view, 'end it or wait for it')
      ),
      ...old
        .filter(({pid}) => !seen.has(pid))
        .map((row) =>
          isShown
            ? finding(row, 'the tables that change places wait for', view, 'end it or wait for it')
            : finding(row, 'may hold metadata locks (this server does not show them)', view, 'see what it does')
        )
    ]
  }
})

/**
 * `GLOBAL` and `COMMIT` of MySQL, `BACKUP` of both: `FLUSH TABLES WITH READ LOCK`, and backups; not what every statement
 * that writes takes, and every commit.
 * https://mariadb.com/kb/en/metadata_lock_info/
 */
async function globalLocks(connection: Connection): Promise<PreflightFinding[]> {
  const rows = await connection.query(
    `SELECT t.processlist_id AS pid, t.processlist_user AS user, coalesce(t.processlist_time, 0) AS age,
       max(m.lock_type) AS \`lock\`
     FROM performance_schema.metadata_locks m
     JOIN performance_schema.threads t ON t.thread_id = m.owner_thread_id
     WHERE m.lock_status = 'GRANTED' AND m.lock_duration = 'EXPLICIT'
       AND m.object_type IN ('GLOBAL', 'COMMIT', 'BACKUP', 'BACKUP LOCK') AND t.processlist_id <> connection_id()
       AND m.lock_type NOT IN ('INTENTION_EXCLUSIVE', 'BACKUP_COMMIT', 'BACKUP_DML', 'BACKUP_TRANS_DML', 'BACKUP_SYS_DML',
         'BACKUP_DDL', 'BACKUP_ALTER_COPY')
     GROUP BY pid, user, age ORDER BY pid`
  )
  return rows.map((row) => ({
    severity: 'warning',
    text: `Unexpected lock of all tables (${words(text(row, 'lock'))}) by session ${text(row, 'pid')} of ${text(row, 'user')} since ${text(row, 'age')} s, as backups take it, expected none: wait for its end`
  }))
}

/** A statement that runs alone has no transaction that is shown: then its own time counts. */
async function oldHolders({connection, settings}: PreflightView, located: readonly Located[]): Promise<TableRow[]> {
  const holders = await ofTables(connection, located, holdersQuery)
  if (holders.length === 0) return []
  const ages = await transactionAges(connection)
  return holders
    .map(({row, table}) => {
      const age = ages.get(text(row, 'pid')) ?? Number(text(row, 'seconds'))
      return {row: {...row, age: String(age)}, table}
    })
    .filter(({row}) => Number(row.age) > settings.maxTransactionAgeSeconds)
}

/**
 * https://dev.mysql.com/doc/refman/8.4/en/performance-schema-metadata-locks-table.html
 */
const holdersQuery = `
  SELECT t.processlist_id AS pid, max(t.processlist_user) AS user, max(t.processlist_command) AS state,
    max(m.lock_type) AS \`lock\`,
    max(coalesce(t.processlist_time, 0)) AS seconds,
    max(coalesce(t.processlist_info, s.sql_text, '')) AS query
  FROM performance_schema.metadata_locks m
  JOIN performance_schema.threads t ON t.thread_id = m.owner_thread_id
  LEFT JOIN performance_schema.events_statements_current s
    ON s.thread_id = t.thread_id AND NOT s.nesting_event_type <=> 'STATEMENT'
  WHERE m.object_type = 'TABLE' AND m.object_schema = ? AND m.object_name = ? AND m.lock_status = 'GRANTED'
    AND t.processlist_id <> connection_id()
  GROUP BY t.processlist_id
  ORDER BY t.processlist_id`

async function oldTransactions({connection, settings}: PreflightView): Promise<Row[]> {
  const ages = await transactionAges(connection).catch((error: unknown) => {
    // Only who has no right `PROCESS` is refused here: `privileges` tells.
    refusalOf(error)
    return new Map<string, number>()
  })
  return (await sessionsOf(connection))
    .map(({command, pid, query, user}) => ({pid, user, state: command, query, age: ages.get(pid)}))
    .filter(({age = -1}) => age > settings.maxTransactionAgeSeconds)
    .map((row) => ({...row, age: String(row.age)}))
}

function words(lock: string): string {
  return lock.replaceAll('_', ' ')
}

function finding(row: Row, what: string, {settings}: PreflightView, expected: string): PreflightFinding {
  const query = text(row, 'query').replace(/\s+/g, ' ').slice(0, 80)
  const which = what.startsWith('the ') ? what : `which ${what}`
  return {
    severity: 'warning',
    text: `Unexpected transaction of session ${text(row, 'pid')} (${text(row, 'user')}, ${text(row, 'state')}, open for ${text(row, 'age')} s), ${which}, expected none over ${String(settings.maxTransactionAgeSeconds)} s: ${expected}. Its query: ${query === '' ? 'not shown' : query}`
  }
}

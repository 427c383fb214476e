/** The old tables of a database that are kept in sync, found by what lies beside them. */
import {quoteFullName} from '../../../../sql/postgres.js'
import type {Connection} from '../../../connection/connection.js'
import {text} from '../../../connection/row.js'
import type {KeptInSync} from '../../../kept.js'
import type {Back} from '../record.js'

/** A longer log is not counted: the answer shall not take long. */
const mostCounted = 1_000_000

/** Read them, by the names of the tables. */
export async function readKept(connection: Connection): Promise<KeptInSync[]> {
  const rows = await connection.query(
    `SELECT n.nspname AS schema FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname LIKE 'sqlsafe\\_old\\_%' AND c.relname = 'sqlsafe_log' ORDER BY 1`
  )
  const kept: KeptInSync[] = []
  for (const row of rows) kept.push(...(await readOne(connection, text(row, 'schema'))))
  return kept
}

async function readOne(connection: Connection, schema: string): Promise<KeptInSync[]> {
  const [log, record, truncations] = ['sqlsafe_log', 'sqlsafe_record', 'sqlsafe_truncations'].map((name) =>
    quoteFullName({schema, name})
  )
  const [row] = await connection.query(
    `SELECT document ->> 'back' AS back, pg_total_relation_size($1) AS bytes,
       (SELECT count(*) FROM (SELECT FROM ${log ?? ''} LIMIT $2) AS l) AS behind,
       EXISTS (SELECT FROM ${truncations ?? ''} WHERE at > '-infinity') AS truncated
     FROM ${record ?? ''}`,
    [log ?? '', mostCounted + 1]
  )
  if (row?.['back'] == null) return []
  const {input, run, since} = JSON.parse(row['back']) as Back
  const behind = Number(text(row, 'behind'))
  return [
    {
      input,
      run,
      since,
      behind: Math.min(behind, mostCounted),
      isMore: behind > mostCounted,
      truncated: row['truncated'] === 't',
      logBytes: Number(text(row, 'bytes'))
    }
  ]
}

/** The numbers of identity columns: a new table has a sequence of its own, which goes on from the old one's. */
import type {Connection} from '../../connection/connection.js'
import type {ShadowNames} from './names.js'

/** Sequences of one column, as SQL names. */
export interface Identity {
  old: string
  fresh: string
}

/**
 * Numbers that stay with the old sequence: a statement that has read its name before the swap, and waits for its lock,
 * takes its numbers from there. More than that are refused, so that no number is given twice.
 */
const leftBehind = 1000

/**
 * Let the new sequence go on after the old one, and leave the old one a few numbers that the new one does not give. The
 * old one is locked: nobody takes numbers meanwhile.
 *
 * What other sessions have cached of the old one is before its `last_value`:
 * https://www.postgresql.org/docs/current/sql-createsequence.html#SQL-CREATESEQUENCE-NOTES
 */
export async function advance(connection: Connection, {fresh, old}: Identity): Promise<void> {
  const [row] = await connection.query<{end: string; bound: string; start: string; from: string; called: string}>(
    `WITH s AS (
       SELECT o.last_value::numeric AS last, o.is_called, q.seqincrement AS step,
         CASE WHEN q.seqincrement > 0 THEN least(q.seqmax, f.seqmax) - o.last_value::numeric
           ELSE o.last_value::numeric - greatest(q.seqmin, f.seqmin) END / abs(q.seqincrement) AS room,
         greatest($2::numeric, current_setting('max_connections')::numeric) * q.seqcache AS wanted
       FROM ${old} AS o, pg_sequence q, pg_sequence f
       WHERE q.seqrelid = $1::regclass AND f.seqrelid = $3::regclass),
     b AS (SELECT *, greatest(0, least(wanted, floor(room / 100))) AS block FROM s)
     SELECT (last + block * step)::text AS "from", (is_called OR block = 0)::text AS called, last::text AS start,
       (last + greatest(0, block - (NOT is_called)::int) * step)::text AS "end",
       CASE WHEN step > 0 THEN 'MAXVALUE' ELSE 'MINVALUE' END AS bound FROM b`,
    [old, leftBehind, fresh]
  )
  const {bound = '', called = '', end = '', from = '', start = ''} = row ?? {}
  await connection.query('SELECT setval($1::regclass, $2::bigint, $3::boolean)', [fresh, from, called])
  await connection.execute(`ALTER SEQUENCE ${old} ${bound} ${end} START WITH ${start} NO CYCLE`)
}

/** Statements that give the old sequences their bounds again, once they have moved with their table. */
export async function boundsOf(
  connection: Connection,
  identities: readonly Identity[],
  {keeping}: ShadowNames
): Promise<string[]> {
  const statements: string[] = []
  for (const {old} of identities) {
    const [row] = await connection.query<{sql: string}>(
      `SELECT format('ALTER SEQUENCE %I.%I MINVALUE %s MAXVALUE %s START WITH %s %s', $2::text, c.relname, q.seqmin,
         q.seqmax, q.seqstart, CASE WHEN q.seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END) AS sql
       FROM pg_sequence q JOIN pg_class c ON c.oid = q.seqrelid WHERE q.seqrelid = $1::regclass`,
      [old, keeping]
    )
    if (row) statements.push(row.sql)
  }
  return statements
}

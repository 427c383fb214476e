/** The numbers of identity columns: a new table has a sequence of its own, which goes on from the old one's. */
import type {Connection} from '../../connection/connection.js'

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
         CASE WHEN q.seqincrement > 0 THEN q.seqmax - o.last_value::numeric ELSE o.last_value::numeric - q.seqmin END
           / abs(q.seqincrement) AS room,
         greatest($2::numeric, current_setting('max_connections')::numeric) * q.seqcache AS wanted
       FROM ${old} AS o, pg_sequence q WHERE q.seqrelid = $1::regclass),
     b AS (SELECT *, least(wanted, floor(room / 100)) AS block FROM s)
     SELECT (last + block * step)::text AS "from", (is_called OR block = 0)::text AS called, last::text AS start,
       (last + greatest(0, block - (NOT is_called)::int) * step)::text AS "end",
       CASE WHEN step > 0 THEN 'MAXVALUE' ELSE 'MINVALUE' END AS bound FROM b`,
    [old, leftBehind]
  )
  const {bound = '', called = '', end = '', from = '', start = ''} = row ?? {}
  await connection.query('SELECT setval($1::regclass, $2::bigint, $3::boolean)', [fresh, from, called])
  await connection.execute(`ALTER SEQUENCE ${old} ${bound} ${end} START WITH ${start} NO CYCLE`)
}

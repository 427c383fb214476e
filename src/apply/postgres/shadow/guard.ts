/** A net under the swap: who writes with a snapshot of a time before it is refused, where he would find no rows. */
import type {Connection} from '../../connection/connection.js'
import {guardTrigger} from './names.js'
import type {ShadowNames} from './names.js'

export interface Guard {
  /** Id of the last transaction that wrote the new table before the swap. */
  last: string
  /** Transactions that began later need no guard. */
  since: string
}

/**
 * Statements that guard the new table. The function is `STABLE`: so it looks with the snapshot of the statement that
 * fires it, whatever the isolation level. The error is the one that the server itself gives for a row that was written
 * meanwhile.
 *
 * https://www.postgresql.org/docs/current/xfunc-volatility.html
 * https://www.postgresql.org/docs/current/transaction-iso.html#XACT-REPEATABLE-READ
 */
export function guardStatements({guard, table}: ShadowNames, {last}: Guard): string[] {
  return [
    `CREATE FUNCTION ${guard}() RETURNS trigger LANGUAGE plpgsql STABLE AS $body$
     BEGIN
       IF NOT pg_catalog.pg_visible_in_snapshot('${last}'::pg_catalog.xid8, pg_catalog.pg_current_snapshot()) THEN
         RAISE EXCEPTION 'could not serialize access due to concurrent update'
           USING ERRCODE = 'serialization_failure', DETAIL = 'The table was replaced after this snapshot was taken.';
       END IF;
       RETURN NULL;
     END $body$`,
    `CREATE TRIGGER ${guardTrigger} BEFORE INSERT OR UPDATE OR DELETE ON ${table}
     FOR EACH STATEMENT EXECUTE FUNCTION ${guard}()`,
    `ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${guardTrigger}`
  ]
}

/**
 * Take the guard away.
 *
 * Locks: `ACCESS EXCLUSIVE` on the table, for a moment.
 */
export async function endGuard(connection: Connection, {guard, table}: ShadowNames): Promise<void> {
  await connection.execute(`DROP TRIGGER ${guardTrigger} ON ${table}`)
  await connection.execute(`DROP FUNCTION ${guard}()`)
}

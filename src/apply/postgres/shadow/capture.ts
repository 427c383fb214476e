/** Knowing which rows of the old table were written: their keys, and nothing else. */
import type {Connection} from '../../connection/connection.js'
import {makeBare} from './bare.js'
import {rowTrigger, truncateTrigger} from './names.js'
import type {ShadowNames} from './names.js'
import type {ShadowRecord} from './record.js'
import {rowFunction} from './row-function.js'

/**
 * Begin to log. The application's own role needs no right on the log, whatever its `search_path`;
 * nothing is read or locked that another session could hold; `lastval()` stays its own.
 *
 * Locks: `SHARE ROW EXCLUSIVE` on the table: writes that are under way end before.
 *
 * https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY
 */
export async function beginCapture(
  connection: Connection,
  names: ShadowNames,
  {key, unlogged}: ShadowRecord
): Promise<void> {
  const {captureRow, captureTruncate, doubts, log, table, truncations} = names
  const kind = unlogged ? 'UNLOGGED TABLE' : 'TABLE'
  const columns = key.map(({collation, sourceType}, index) => `k${String(index + 1)} ${sourceType}${collation}`)
  // Rows come and go all the time: without this, scans of the log would wade through dead ones.
  const vacuumed = 'WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)'
  const run = async (statements: readonly string[]): Promise<void> => {
    for (const statement of statements) await connection.execute(statement)
  }
  await run([
    `CREATE ${kind} ${log} (${columns.join(', ')}, old_snapshot boolean) ${vacuumed}`,
    `CREATE ${kind} ${truncations} (at timestamptz)`,
    `CREATE ${kind} ${doubts} (${columns.join(', ')})`
  ])
  for (const each of [log, truncations, doubts]) await makeBare(connection, each)
  await run([
    rowFunction(names, key, 'each write'),
    `CREATE FUNCTION ${captureTruncate}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
     SET search_path = pg_catalog, pg_temp AS $body$
     BEGIN
       INSERT INTO ${truncations} VALUES (pg_catalog.clock_timestamp());
       RETURN NULL;
     END $body$`,
    `CREATE TRIGGER ${rowTrigger} AFTER INSERT OR UPDATE OR DELETE ON ${table}
     FOR EACH ROW EXECUTE FUNCTION ${captureRow}()`,
    `CREATE TRIGGER ${truncateTrigger} AFTER TRUNCATE ON ${table}
     FOR EACH STATEMENT EXECUTE FUNCTION ${captureTruncate}()`,
    // Also for what logical replication applies: https://www.postgresql.org/docs/current/sql-altertable.html
    `ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${rowTrigger}, ENABLE ALWAYS TRIGGER ${truncateTrigger}`
  ])
}

/**
 * Take the log away, where there is one.
 *
 * Locks: `ACCESS EXCLUSIVE` on the table, for a moment.
 */
export async function endCapture(connection: Connection, table: string, names: ShadowNames): Promise<void> {
  for (const trigger of [rowTrigger, truncateTrigger]) {
    const [there] = await connection.query(
      'SELECT 1 FROM pg_trigger WHERE tgrelid = to_regclass($1) AND quote_ident(tgname) = $2',
      [table, trigger]
    )
    if (there) await connection.execute(`DROP TRIGGER ${trigger} ON ${table}`)
  }
  await connection.execute(
    `DROP FUNCTION IF EXISTS ${names.captureRow}(), ${names.captureTruncate}(), ${names.keepRow}()`
  )
  await connection.execute(
    `DROP TABLE IF EXISTS ${names.log}, ${names.truncations}, ${names.doubts}, ${names.crashMark}`
  )
}

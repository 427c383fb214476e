/** What a trigger does for each row that is written: its key goes into the log. */
import type {ShadowNames} from './names.js'
import type {KeyColumn} from './record.js'
import {logColumns} from './sql.js'

/** How often a key is logged: with each write, or only where it is not in the log yet. */
export type LogMode = 'each write' | 'each key'

/** `current_setting('transaction_isolation')` of who may look at a time before his statement: for him the swap has to wait. */
const keepsSnapshot = "level NOT IN ('read committed', 'read uncommitted')"

/**
 * A statement that makes the function. Where somebody has renamed a column of the key meanwhile, or given it another type,
 * the writer goes on, and a mark says that nobody knows which row it was. The block that finds that out writes nothing, so
 * its subtransaction takes no id.
 *
 * https://www.postgresql.org/docs/current/plpgsql-control-structures.html#PLPGSQL-ERROR-TRAPPING
 */
export function rowFunction(names: ShadowNames, key: readonly KeyColumn[], mode: LogMode): string {
  const name = mode === 'each key' ? names.keepRow : names.captureRow
  const isKnown = (row: string): string =>
    key.map(({source, sourceType}) => `${row}.${source}::${sourceType} IS NOT NULL`).join(' AND ')
  const moved = key.map(({equals, source}) => `NOT (OLD.${source} ${equals} NEW.${source})`).join(' OR ')
  const insert = insertion(names, key, mode)
  return `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
     SET search_path = pg_catalog, pg_temp${mode === 'each key' ? ' SET enable_seqscan = off' : ''} AS $body$
     DECLARE
       level text := pg_catalog.current_setting('transaction_isolation');
       keeps boolean := ${keepsSnapshot};
       known boolean := true;
       moved boolean := false;
     BEGIN
       BEGIN
         IF TG_OP <> 'INSERT' THEN
           known := ${isKnown('OLD')};
         END IF;
         IF TG_OP <> 'DELETE' AND known THEN
           known := ${isKnown('NEW')};
         END IF;
         IF TG_OP = 'UPDATE' THEN
           moved := ${moved};
         END IF;
       EXCEPTION WHEN OTHERS THEN
         known := false;
       END;
       IF NOT known THEN
         ${markBlind(names)};
         RETURN NULL;
       END IF;
       IF TG_OP <> 'INSERT' THEN
         ${insert('OLD')}
       END IF;
       IF TG_OP = 'INSERT' OR moved THEN
         ${insert('NEW')}
       END IF;
       RETURN NULL;
     END $body$`
}

/**
 * A key that the writer sees in the log needs no second row; one that another transaction is about to log is put in again.
 * No unique index: nobody may wait for it, or be refused. In `SERIALIZABLE` nothing is read: what is read there can make
 * transactions fail.
 */
function insertion({log}: ShadowNames, key: readonly KeyColumn[], mode: LogMode): (row: string) => string {
  const values = (row: string): string => key.map(({source}) => `${row}.${source}`).join(', ')
  const write = (row: string): string =>
    `INSERT INTO ${log} (${logColumns(key)}, old_snapshot) VALUES (${values(row)}, keeps);`
  if (mode === 'each write') return write
  const isThere = (row: string): string =>
    key.map(({equals, source}, index) => `l.k${String(index + 1)} ${equals} ${row}.${source}`).join(' AND ')
  return (row) => `IF level = 'serializable' OR NOT EXISTS (
         SELECT FROM ${log} AS l WHERE ${isThere(row)} AND (l.old_snapshot OR NOT keeps)) THEN
         ${write(row)}
       END IF;`
}

/** Beside the truncations, which all that reads the log looks at first. */
function markBlind({truncations}: ShadowNames): string {
  return `INSERT INTO ${truncations} VALUES ('-infinity')`
}

/** A query that counts the marks. */
export function countBlind({truncations}: Pick<ShadowNames, 'truncations'>): string {
  return `SELECT count(*) FROM ${truncations} WHERE at = '-infinity'`
}

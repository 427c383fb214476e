/** Parts of a statement that bring rows of some keys from one table to the other. */
import {imagesOf} from './images.js'
import type {ShadowNames} from './names.js'
import type {ShadowRecord} from './record.js'
import {copied, isShadow, isSource, keyText, sourceKey} from './sql.js'

interface Movement {
  /** What follows on `WITH wanted AS (…)`, the keys. */
  parts: string
  /** An expression: keys whose rows are not in the old table what they are in the new one; `NULL`: none. */
  unfit: string
}

/**
 * What the target has of these keys is taken out, and put in as it is in the source now. On the way back it is looked
 * whether the old shape holds what the new one holds: a cast may cut off a part of a value, or round it.
 */
export function movement(record: ShadowRecord, {alias, shadow, table}: ShadowNames): Movement {
  const {back, key} = record
  const {expressions, names} = copied(record)
  const parts = `gone AS (DELETE FROM ${shadow} AS s USING wanted AS w WHERE ${isShadow(key, 's', 'w')} RETURNING 1),
       fresh AS (SELECT s.* FROM wanted AS w JOIN ${table} AS s ON ${isSource(key, 's', 'w')}
         -- Read to its end first: what is put in must not meet what is taken out.
         WHERE (SELECT count(*) FROM gone) >= 0),
       put AS (INSERT INTO ${shadow} (${names}) OVERRIDING SYSTEM VALUE SELECT ${expressions} FROM fresh AS ${alias})`
  if (back === undefined) return {parts, unfit: 'NULL'}
  const images = imagesOf(record)
  const unfit = `(SELECT string_agg(${keyText(key, 'a')}::text, ', ') FROM (
         SELECT ${sourceKey(key, 'f')} FROM fresh AS f, LATERAL (
           SELECT ${images.target} AS sqlsafe_image FROM (SELECT ${expressions}) AS ${alias} (${names})) AS b
         WHERE ${images.source} OPERATOR(pg_catalog.*<>) b.sqlsafe_image LIMIT 5) AS a)`
  return {parts, unfit}
}

/** So many rows of the log, as a condition; `null`: all. */
export function partOf(log: string, rows: number | null): string {
  return rows === null ? '' : `AND ctid = ANY (ARRAY(SELECT ctid FROM ${log} LIMIT ${String(rows)}))`
}

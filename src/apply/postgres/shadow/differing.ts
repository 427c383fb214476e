/** Which rows of the two tables differ, and where their keys belong then. */
import type {Connection} from '../../connection/connection.js'
import type {ShadowNames} from './names.js'
import type {ShadowRecord} from './record.js'
import {comparedColumns} from './images.js'
import {eitherKey, isSame, isShadow, isSource, keysOf, logColumns, shadowKey, sourceKey} from './sql.js'

/** What a look at some rows brought. */
export interface Compared {
  rows: number
  /** Rows that differ though no write of them waits: their keys were put into the log. */
  wrong: number
  /** A truncation waits to be replayed: nothing can be said. */
  truncated: boolean
}

/** Rows of both tables that belong together. */
export interface Part {
  /** Queries for them, and their parameters. */
  source: string
  target: string
  values: string[]
}

/** @param keys A JSON array of keys. */
export function partOfKeys({key}: ShadowRecord, {shadow, table}: ShadowNames, keys: string): Part {
  const wanted = `SELECT x.* FROM (${keysOf(key, '$1')}) AS w JOIN`
  return {
    source: `${wanted} ${table} AS x ON ${isSource(key, 'x', 'w')}`,
    target: `${wanted} ${shadow} AS x ON ${isShadow(key, 'x', 'w')}`,
    values: [keys]
  }
}

/** What the first look at some rows found. */
interface Counted {
  rows: number
  differing: number
  /** The keys of those, as a JSON array. */
  keys: string
  truncated: boolean
}

/** From so many rows that differ on, all rows are gone through again rather than these. */
const manyKeys = 1000

/**
 * Mostly there is nothing to find: so rows are counted first, by one statement that reads both tables in the order of the
 * key and puts nothing down on the way.
 */
export async function countDiffering(
  connection: Connection,
  record: ShadowRecord,
  names: ShadowNames,
  {source, target, values}: Part
): Promise<Counted> {
  await connection.query(
    "SELECT set_config('enable_mergejoin', 'on', true), set_config('enable_bitmapscan', 'off', true)"
  )
  const {key} = record
  const {differs, sides} = sidesOf(record, names, source, target)
  const [row] = await connection.query<{rows: string; keys: string | null; truncated: string}>(
    `WITH ${sides} SELECT count(*) AS rows, json_agg(${eitherKey(key, 'a', 'b')}) FILTER (WHERE ${differs})::text AS keys,
       (SELECT count(*) FROM ${names.truncations}) AS truncated
     FROM a FULL JOIN b ON ${isSame(key, 'a', 'b')}`,
    values
  )
  const keys = row?.keys ?? '[]'
  return {
    rows: Number(row?.rows),
    differing: (JSON.parse(keys) as unknown[]).length,
    keys,
    truncated: row?.truncated !== '0'
  }
}

/** Look again at what was found: beside writers these are a few rows that were written since the last replay. */
export async function noteFound(
  connection: Connection,
  record: ShadowRecord,
  names: ShadowNames,
  part: Part,
  {differing, keys, rows, truncated}: Counted
): Promise<Compared> {
  if (differing === 0 && !truncated) return {rows, wrong: 0, truncated}
  if (differing > manyKeys) return noteDiffering(connection, record, names, part)
  // These are found by their keys.
  await connection.query("SELECT set_config('enable_mergejoin', 'off', true)")
  return {...(await noteDiffering(connection, record, names, partOfKeys(record, names, keys))), rows}
}

/**
 * Put keys of rows that differ where they belong: to the doubtful ones, or into the log, to be copied again. They are
 * looked for anew: what is found was so at the moment at which the log is looked at.
 */
export async function noteDiffering(
  connection: Connection,
  record: ShadowRecord,
  names: ShadowNames,
  {source, target, values}: Part
): Promise<Compared> {
  const {key} = record
  const {doubts, log, truncations} = names
  const keyNames = logColumns(key)
  const one = (name: string): string => `coalesce(a.${name}, b.${name}) AS ${name}`
  const {differs, sides} = sidesOf(record, names, source, target)
  const [row] = await connection.query<{rows: string; wrong: string; truncated: string}>(
    `WITH ${sides},
       both_sides AS MATERIALIZED (
         SELECT ${keyNames.split(', ').map(one).join(', ')}, ${differs} AS differs
         FROM a FULL JOIN b ON ${isSame(key, 'a', 'b')}),
       differing AS MATERIALIZED (
         SELECT ${keyNames}, EXISTS (SELECT FROM ${log} AS l WHERE ${isSame(key, 'l', 'd')}) AS waits
         FROM both_sides AS d WHERE differs),
       late AS (INSERT INTO ${doubts} SELECT ${keyNames} FROM differing WHERE waits),
       wrong AS (INSERT INTO ${log} (${keyNames}) SELECT ${keyNames} FROM differing
         WHERE NOT waits AND NOT EXISTS (SELECT FROM ${truncations}) RETURNING 1)
     SELECT (SELECT count(*) FROM both_sides) AS rows, (SELECT count(*) FROM wrong) AS wrong,
       (SELECT count(*) FROM ${truncations}) AS truncated`,
    values
  )
  return {rows: Number(row?.rows), wrong: Number(row?.wrong), truncated: Number(row?.truncated) > 0}
}

/** Both sides, and whether a row of them differs. */
function sidesOf(
  record: ShadowRecord,
  {alias}: ShadowNames,
  source: string,
  target: string
): {sides: string; differs: string} {
  const columns = comparedColumns(record)
  return {
    sides: `a AS (SELECT ${sourceKey(record.key, alias)}, ${columns.source}, true AS there
         FROM (${source}) AS ${alias}),
       b AS (SELECT ${shadowKey(record.key, alias)}, ${columns.target}, true AS there
         FROM (${target}) AS ${alias})`,
    differs: `a.there IS NULL OR b.there IS NULL OR ${columns.differs('a', 'b')}`
  }
}

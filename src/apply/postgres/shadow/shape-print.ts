/** Prints of a table's definition: it may not change between the making of the copy and the swap. */
import {createHash} from 'node:crypto'
import type {Connection} from '../../connection/connection.js'
import {fullNameOf, readIndexes} from './catalog/indexes.js'
import {readStatistics} from './catalog/statistics.js'
import {readTable} from './catalog/table.js'

/** Of what the copy was made from: columns, indexes, checks, statistics; under `withFullNames`. */
export async function printOf(connection: Connection, oid: number): Promise<string> {
  const from = await fullNameOf(connection, oid)
  const statistics = await readStatistics(connection, oid)
  const parts = [
    await readTable(connection, oid),
    await readIndexes(connection, oid, {from, onto: from, schema: ''}),
    statistics.map(({make}) => make('', from, from)),
    await connection.query(
      "SELECT conname, pg_get_constraintdef(oid) AS definition, convalidated::text AS valid FROM pg_constraint WHERE conrelid = $1 AND contype IN ('c', 'n') ORDER BY conname",
      [oid]
    ),
    await connection.query(
      `SELECT a.attname, pg_get_expr(d.adbin, d.adrelid) AS default, a.attstorage::text AS storage,
         a.attcompression::text AS compression, a.attstattarget::text AS target, a.attoptions::text AS options,
         col_description(a.attrelid, a.attnum) AS comment
       FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
       WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
      [oid]
    ),
    await connection.query(
      `SELECT c.reloptions::text AS options, t.reloptions::text AS toast, c.relreplident::text AS identity,
         obj_description(c.oid, 'pg_class') AS comment
       FROM pg_class c LEFT JOIN pg_class t ON t.oid = c.reltoastrelid WHERE c.oid = $1`,
      [oid]
    )
  ]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/**
 * Versions of the catalog rows of a table: the cheap look whether anything of it changed since they were read.
 *
 * https://www.postgresql.org/docs/current/ddl-system-columns.html
 */
export async function versionsOf(connection: Connection, oid: number): Promise<string> {
  const [row] = await connection.query<{print: string}>(versions, [oid])
  return row?.print ?? ''
}

const catalogs: ReadonlyArray<readonly [table: string, of: string]> = [
  ['pg_attribute', 'attrelid = $1'],
  ['pg_attrdef', 'adrelid = $1'],
  ['pg_index', 'indrelid = $1'],
  ['pg_constraint', '$1 IN (conrelid, confrelid)'],
  ['pg_trigger', 'tgrelid = $1'],
  ['pg_policy', 'polrelid = $1'],
  ['pg_rewrite', 'ev_class = $1'],
  ['pg_statistic_ext', 'stxrelid = $1'],
  ['pg_publication_rel', 'prrelid = $1'],
  // But for the sequences that the swap itself lets go.
  [
    'pg_depend',
    "refclassid = 'pg_class'::regclass AND refobjid = $1 AND NOT (classid = 'pg_class'::regclass AND deptype = 'a')"
  ],
  ['pg_description', "classoid = 'pg_class'::regclass AND objoid = $1"]
]

const versions = `
  SELECT md5(string_agg(row_version, ',' ORDER BY row_version)) AS print FROM (
    ${catalogs
      .map(
        ([table, of]) =>
          `SELECT '${table}' || ctid::text || xmin::text AS row_version FROM pg_catalog.${table} WHERE ${of}`
      )
      .join(' UNION ALL ')}
    UNION ALL
    SELECT concat_ws('/', relname, relnamespace, relowner, relacl::text, reloptions::text, relrowsecurity,
      relforcerowsecurity, relreplident, reltablespace, relam, relpersistence) FROM pg_catalog.pg_class WHERE oid = $1
  ) AS v`

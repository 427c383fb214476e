/** Filling the tables of PostgreSQL. */
import type {FilledTable} from '../rehearsal.js'
import {fillTables} from '../rows/fill.js'
import type {FillDialect} from '../rows/table.js'
import {send} from './engine.js'
import {quote, readFillTables} from './fill-tables.js'
import type {PostgresLink} from './link.js'

const dialect: FillDialect = {
  quote,
  numbers: (from, to) => `generate_series(${from}, ${to}) AS numbers(n)`,
  cast: (expression, {type}) => (type === undefined ? expression : `(${expression})::${type}`),
  insert: (into, columns, query, lenient) =>
    `INSERT INTO ${into} (${columns}) OVERRIDING SYSTEM VALUE ${query}${lenient ? ' ON CONFLICT DO NOTHING' : ''}`
}

/** Sequences whose columns were given values, set to the biggest of them. */
const owned = `SELECT format('SELECT setval(%L, greatest((SELECT max(%I) FROM %s), 1))', s.oid::regclass, a.attname, d.refobjid::regclass) AS sql
  FROM pg_class s JOIN pg_depend d ON d.objid = s.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
    AND d.refclassid = 'pg_class'::regclass
  JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
  WHERE s.relkind = 'S' AND a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)`

const materializedViews = `SELECT format('REFRESH MATERIALIZED VIEW %s', oid::regclass) AS sql FROM pg_class
  WHERE relkind = 'm' AND relispopulated ORDER BY oid`

/**
 * Fill all tables; triggers of users, and those that check foreign keys, are off where the role may turn
 * them off. Then the planner learns what is there.
 */
export async function fillPostgres(link: PostgresLink, rows: number): Promise<FilledTable[]> {
  // https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-SESSION-REPLICATION-ROLE: for superusers
  const quiet = (await send(link, 'SET session_replication_role = replica')) === undefined
  const filled = await fillTables(link, dialect, await readFillTables(link), rows)
  if (quiet) await link.query('RESET session_replication_role')

  for (const {sql} of await link.query<{sql: string}>(owned)) await link.query(sql)
  for (const {sql} of await link.query<{sql: string}>(materializedViews)) {
    const error = await send(link, sql)
    if (error) filled.push({table: sql.replace(/^.* /, ''), rows: 0, because: error.message})
  }
  await link.query('ANALYZE')
  return filled
}

/** What makes an empty table of the same shape: all but what must not act before the swap. */
import {quoteName} from '../../../../sql/postgres.js'
import type {Connection} from '../../../connection/connection.js'
import type {ShadowNames} from '../names.js'
import {ShadowRefusedError} from '../refuse.js'
import {readIndexes} from './indexes.js'
import {readJson} from './read.js'
import {readStatistics} from './statistics.js'
import type {TableFacts} from './table.js'

/**
 * Make the shadow table as the source is, with its indexes: then a change sees what it would see on the source, and the
 * server adapts indexes and constraints to it by itself. Under `withFullNames`.
 *
 * Left to the swap: foreign keys, triggers, rules, policies, grants, publications.
 * Locks: `ACCESS SHARE` on the source.
 */
export async function makeShape(
  connection: Connection,
  facts: TableFacts,
  from: string,
  {growing, shadow, table}: ShadowNames
): Promise<void> {
  const {oid} = facts
  const schema = quoteName(growing)
  const run = async (statements: readonly string[]): Promise<void> => {
    for (const statement of statements) await connection.execute(statement)
  }
  await run(["SET LOCAL default_tablespace = ''", createTable(facts, from, shadow)])
  await keepOwn(connection, shadow, table)
  for (const what of [dimensions, options, columnOptions, sequences, checks]) {
    await run(await readJson<string[]>(connection, what, [oid, shadow]))
  }
  for (const {statements} of await readIndexes(connection, oid, {from, onto: shadow, schema})) await run(statements)
  for (const {make} of await readStatistics(connection, oid)) await run(make(schema, from, shadow))
  await run(["SET LOCAL default_tablespace = ''", ...(await readJson<string[]>(connection, itself, [oid, shadow]))])
}

/** @throws {ShadowRefusedError} When somebody else owns what we have made: only an event trigger does that. */
async function keepOwn(connection: Connection, shadow: string, table: string): Promise<void> {
  const [row] = await connection.query<{owner: string; may: string}>(
    `SELECT pg_get_userbyid(relowner) AS owner, pg_has_role(relowner, 'USAGE') AS may FROM pg_class
     WHERE oid = to_regclass($1) AND relowner <> current_user::regrole`,
    [shadow]
  )
  if (row === undefined) return
  if (row.may !== 't') {
    throw new ShadowRefusedError(table, [
      `an event trigger gives each table that is made to ${row.owner}, a role that we are not`
    ])
  }
  await connection.execute(`ALTER TABLE ${shadow} OWNER TO CURRENT_USER`)
}

function createTable({accessMethod, persistence, tablespace}: TableFacts, from: string, shadow: string): string {
  const kind = persistence === 'u' ? 'UNLOGGED TABLE' : 'TABLE'
  const like = ['COMMENTS', 'COMPRESSION', 'DEFAULTS', 'GENERATED', 'IDENTITY', 'STORAGE']
  const where = tablespace === null ? '' : ` TABLESPACE "${tablespace.replaceAll('"', '""')}"`
  return `CREATE ${kind} ${shadow} (LIKE ${from} ${like.map((what) => `INCLUDING ${what}`).join(' ')}) USING "${accessMethod.replaceAll('"', '""')}"${where}`
}

/**
 * `LIKE` makes `integer[]` of `integer[][]` with no number of dimensions at all, which says nothing to the server but
 * something to tools that read a schema. Not of columns that a generated one is made of: their type is fixed.
 */
const dimensions = `
  SELECT coalesce(json_agg(concat(format('ALTER TABLE %s ALTER COLUMN %I TYPE %s', $2::text, a.attname,
      format_type(a.atttypid, a.atttypmod) || repeat('[]', a.attndims - 1)),
    (SELECT format(' COLLATE %I.%I', n.nspname, l.collname)
     FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace WHERE l.oid = a.attcollation),
    format(', ALTER COLUMN %I SET STORAGE %s', a.attname,
      CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END),
    CASE a.attcompression WHEN 'p' THEN format(', ALTER COLUMN %I SET COMPRESSION pglz', a.attname)
      WHEN 'l' THEN format(', ALTER COLUMN %I SET COMPRESSION lz4', a.attname) END) ORDER BY a.attnum), '[]')
  FROM pg_attribute a JOIN pg_attribute b ON b.attrelid = to_regclass($2) AND b.attname = a.attname
  WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped AND a.attndims > b.attndims AND a.attgenerated = ''
    AND NOT EXISTS (SELECT FROM pg_depend d LEFT JOIN pg_attrdef f ON d.classid = 'pg_attrdef'::regclass AND f.oid = d.objid
      -- Before 15 the generated column itself depends on it.
      WHERE (f.adnum <> a.attnum OR d.classid = 'pg_class'::regclass AND d.objid = a.attrelid)
        AND d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum)`

/** `quote_literal` makes an option's value safe; the server reads it as the text that it stands for. */
const setOptions = (owner: string, prefix: string): string => `
  SELECT format('ALTER TABLE %s SET (${prefix}%I = %L)', $2::text, o.option_name, o.option_value) AS sql
  FROM pg_class c, pg_options_to_table(c.reloptions) o WHERE c.oid = ${owner}`

/** An event trigger may have given it others. */
const options = `
  SELECT coalesce(json_agg(sql), '[]') FROM (
    SELECT format('ALTER TABLE %s RESET (%I)', $2::text, made.option_name) AS sql
    FROM pg_class c, pg_options_to_table(c.reloptions) made
    WHERE c.oid = to_regclass($2) AND NOT EXISTS (SELECT FROM pg_class s, pg_options_to_table(s.reloptions) o
      WHERE s.oid = $1 AND o.option_name = made.option_name)
    UNION ALL
    ${setOptions('$1', '')}
    UNION ALL
    ${setOptions('(SELECT reltoastrelid FROM pg_class WHERE oid = $1)', 'toast.')}
  ) AS o`

/** `LIKE` leaves out statistics targets and `n_distinct`. */
const columnOptions = `
  SELECT coalesce(json_agg(sql), '[]') FROM (
    SELECT format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS %s', $2::text, attname, attstattarget) AS sql
    FROM pg_attribute WHERE attrelid = $1 AND attnum > 0 AND NOT attisdropped AND attstattarget >= 0
    UNION ALL
    SELECT format('ALTER TABLE %s ALTER COLUMN %I SET (%I = %L)', $2::text, attname, option_name, option_value)
    FROM pg_attribute, pg_options_to_table(attoptions)
    WHERE attrelid = $1 AND attnum > 0 AND NOT attisdropped
  ) AS o`

/** Sequences of identities, `s` of the source `$1` and `m` of the shadow table `$2`. */
const identities = `pg_attribute a
  JOIN pg_attribute b ON b.attrelid = to_regclass($2::text) AND b.attname = a.attname
  JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
    AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum AND d.deptype = 'i' AND a.attrelid = $1
  JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S' JOIN pg_sequence q ON q.seqrelid = s.oid
  JOIN pg_depend e ON e.classid = 'pg_class'::regclass AND e.refclassid = 'pg_class'::regclass
    AND e.refobjid = b.attrelid AND e.refobjsubid = b.attnum AND e.deptype = 'i'
  JOIN pg_class m ON m.oid = e.objid AND m.relkind = 'S' JOIN pg_namespace n ON n.oid = m.relnamespace`

/** An identity's own sequence: its name is part of what an application may know, and `LIKE` takes it for a bigint. */
const sequences = `
  SELECT coalesce(json_agg(sql ORDER BY position), '[]') FROM (
    SELECT 1 AS position, format('ALTER SEQUENCE %I.%I AS %s MINVALUE %s MAXVALUE %s', n.nspname, m.relname,
      format_type(q.seqtypid, NULL), q.seqmin, q.seqmax) AS sql FROM ${identities}
    UNION ALL
    SELECT 2, format('COMMENT ON SEQUENCE %I.%I IS %L', n.nspname, m.relname, comment)
    FROM ${identities}, obj_description(s.oid, 'pg_class') AS comment WHERE comment IS NOT NULL
    UNION ALL
    SELECT 3, format('ALTER SEQUENCE %I.%I RENAME TO %I', n.nspname, m.relname, s.relname)
    FROM ${identities} WHERE s.relname <> m.relname
    UNION ALL
    -- From 15 on; it may be another than the table's.
    SELECT 0, format('ALTER SEQUENCE %I.%I SET %s', n.nspname, m.relname,
      CASE s.relpersistence WHEN 'u' THEN 'UNLOGGED' ELSE 'LOGGED' END)
    FROM ${identities} WHERE s.relpersistence <> m.relpersistence
  ) AS o`

/** Checks with their names; one that is not validated stays so. */
const checks = `
  SELECT coalesce(json_agg(sql ORDER BY conname, part), '[]') FROM (
    SELECT conname, 1 AS part,
      format('ALTER TABLE %s ADD CONSTRAINT %I %s', $2::text, conname, pg_get_constraintdef(oid)) AS sql
    FROM pg_constraint WHERE conrelid = $1 AND contype = 'c'
    UNION ALL
    SELECT conname, 2, format('COMMENT ON CONSTRAINT %I ON %s IS %L', conname, $2::text, comment)
    FROM pg_constraint, obj_description(oid, 'pg_constraint') AS comment
    WHERE conrelid = $1 AND contype IN ('c', 'n') AND comment IS NOT NULL
  ) AS o`

/**
 * The comments on the table, on its row type and on the type of their arrays, and a replica identity that is no index's:
 * an index brings its own. An event trigger may have given it others.
 */
const itself = `
  SELECT coalesce(json_agg(sql), '[]') FROM (
    SELECT format('COMMENT ON TABLE %s IS %L', $2::text, comment) AS sql
    FROM obj_description($1, 'pg_class') AS comment
    WHERE comment IS DISTINCT FROM obj_description(to_regclass($2), 'pg_class')
    UNION ALL
    SELECT format('COMMENT ON TYPE %s%s IS %L', $2::text, CASE t.oid WHEN c.reltype THEN '' ELSE '[]' END, comment)
    FROM pg_class c JOIN pg_type r ON r.oid = c.reltype JOIN pg_type t ON t.oid IN (r.oid, r.typarray),
      obj_description(t.oid, 'pg_type') AS comment
    WHERE c.oid = $1 AND comment IS NOT NULL
    UNION ALL
    SELECT format('ALTER TABLE %s REPLICA IDENTITY %s', $2::text,
      CASE c.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' ELSE 'DEFAULT' END)
    FROM pg_class c, pg_class made WHERE c.oid = $1 AND made.oid = to_regclass($2)
      AND c.relreplident <> 'i' AND c.relreplident <> made.relreplident
  ) AS o`

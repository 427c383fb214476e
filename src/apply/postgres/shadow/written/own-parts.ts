/** What a new table is written with that must not act before the swap: read, and taken away until then. */
import {quoteName} from '../../../../sql/postgres.js'
import type {Connection} from '../../../connection/connection.js'
import {readGrants} from '../catalog/grants.js'
import {fullName, readJson} from '../catalog/read.js'
import {readStatistics} from '../catalog/statistics.js'
import {own} from '../catalog/texts.js'
import type {ShadowNames} from '../names.js'
import type {ForeignKey, WrittenRecord} from './record.js'

/** Read and take them away; under `withFullNames`. */
export async function takeOwnParts(
  connection: Connection,
  source: number,
  shadow: number,
  {growing, schema, shadow: name, table}: ShadowNames
): Promise<Omit<WrittenRecord, 'partitions'>> {
  // Where the table is named in a definition, it is by the schema that it grows in: nothing else is called so.
  const final = (text: string): string => text.replaceAll(`${quoteName(growing)}.`, () => `${schema}.`)
  const parts = await readJson<string[]>(connection, own, [shadow, shadow, table, '[]'])
  const grants = await readGrants(connection, shadow, shadow, table)
  const keys = await readForeignKeys(connection, shadow)
  const said = await readJson<string[]>(connection, names, [shadow])
  const partners = await readJson<string[]>(connection, referred, [shadow, source])
  const known = (await readStatistics(connection, source)).map((each) => each.name)
  const statistics = (await readStatistics(connection, shadow)).filter((each) => !known.includes(each.name))
  for (const statement of await readJson<string[]>(connection, strip, [shadow, name])) {
    await connection.execute(statement)
  }
  return {
    later: [
      ...parts.filter((sql) => !sql.startsWith('ALTER SEQUENCE ')).map(final),
      ...grants.filter((sql) => !sql.startsWith('REVOKE ') && !sql.includes(' ON SEQUENCE ')),
      ...statistics.map((each) => `ALTER STATISTICS ${quoteName(growing)}.${each.name} SET SCHEMA ${schema}`)
    ],
    partners,
    said,
    foreignKeys: keys.map((key) => ({...key, definition: final(key.definition)}))
  }
}

/** Foreign keys that a table has, but not those to it; under `withFullNames`. */
export function readForeignKeys(connection: Connection, oid: number): Promise<ForeignKey[]> {
  return readJson(connection, foreignKeys, [oid])
}

const foreignKeys = `
  SELECT coalesce(json_agg(json_build_object('name', quote_ident(conname), 'valid', convalidated,
    'definition', regexp_replace(pg_get_constraintdef(oid), ' NOT VALID$', ''),
    'comment', quote_literal(obj_description(oid, 'pg_constraint'))) ORDER BY conname), '[]')
  FROM pg_constraint WHERE contype = 'f' AND conrelid = $1 AND conparentid = 0`

/** `$2`: the old table, which they may be written to refer to. */
const referred = `
  SELECT coalesce(json_agg(DISTINCT ${fullName}), '[]') FROM pg_constraint k JOIN pg_class c ON c.oid = k.confrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE k.contype = 'f' AND k.conrelid = $1 AND k.confrelid NOT IN ($1, $2)`

const names = `
  SELECT coalesce(json_agg(said ORDER BY said), '[]') FROM (
    SELECT 'trigger ' || tgname AS said FROM pg_trigger WHERE tgrelid = $1 AND NOT tgisinternal
    UNION ALL SELECT 'rule ' || rulename FROM pg_rewrite WHERE ev_class = $1
    UNION ALL SELECT 'policy ' || polname FROM pg_policy WHERE polrelid = $1) AS o`

const strip = `
  SELECT coalesce(json_agg(sql), '[]') FROM (
    SELECT format('DROP TRIGGER %I ON %s', tgname, $2::text) AS sql FROM pg_trigger
      WHERE tgrelid = $1 AND NOT tgisinternal
    UNION ALL SELECT format('DROP RULE %I ON %s', rulename, $2::text) FROM pg_rewrite WHERE ev_class = $1
    UNION ALL SELECT format('DROP POLICY %I ON %s', polname, $2::text) FROM pg_policy WHERE polrelid = $1
    UNION ALL SELECT format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY', $2::text)
      FROM pg_class WHERE oid = $1 AND (relrowsecurity OR relforcerowsecurity)
    UNION ALL SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', $2::text, conname) FROM pg_constraint
      WHERE contype = 'f' AND conrelid = $1 AND conparentid = 0) AS o`

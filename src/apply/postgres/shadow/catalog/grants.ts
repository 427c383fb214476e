/** Privileges, as the statements that give the same to another relation. */
import type {Connection} from '../../../connection/connection.js'
import {readJson} from './read.js'

/**
 * Statements that make the privileges on a table, its columns and the sequences of its identities those of another one.
 *
 * The owner's grants come first; what others granted on is granted in their name.
 *
 * @param from Oid of the table that has them.
 * @param to Oid of the table that gets them; its name by then is the other's.
 */
export async function readGrants(connection: Connection, from: number, to: number, name: string): Promise<string[]> {
  const ofTable = await readJson<string[]>(connection, statements('$1', '$2', '$3::text', "'TABLE'"), [from, to, name])
  const pairs = await readJson<Array<{from: number; to: number; name: string}>>(connection, identities, [from, to])
  const ofSequences: string[] = []
  for (const pair of pairs) {
    const sql = statements('$1', '$2', '$3::text', "'SEQUENCE'")
    ofSequences.push(...(await readJson<string[]>(connection, sql, [pair.from, pair.to, pair.name])))
  }
  return [...ofTable, ...ofSequences]
}

/** A new sequence is in the schema of the old one after the swap. */
const identities = `
  SELECT coalesce(json_agg(json_build_object('from', s.oid::bigint, 'to', m.oid::bigint,
    'name', format('%I.%I', n.nspname, m.relname))), '[]')
  FROM pg_attribute a JOIN pg_attribute b ON b.attrelid = $2 AND b.attname = a.attname
  JOIN pg_depend d ON d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
  JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S' JOIN pg_namespace n ON n.oid = s.relnamespace
  JOIN pg_depend e ON e.refobjid = b.attrelid AND e.refobjsubid = b.attnum
  JOIN pg_class m ON m.oid = e.objid AND m.relkind = 'S'
  WHERE a.attrelid = $1 AND d.deptype IN ('a', 'i') AND e.deptype IN ('a', 'i')
    AND 'pg_class'::regclass = ALL (ARRAY[d.classid, d.refclassid, e.classid, e.refclassid]::regclass[])`

/** https://www.postgresql.org/docs/current/ddl-priv.html: no list at all means what the owner and `PUBLIC` have by default. */
const statements = (from: string, to: string, name: string, what: string): string => `
  SELECT coalesce(json_agg(sql ORDER BY position, by_other, grantor, sql), '[]') FROM (
    SELECT 0 AS position, false AS by_other, 0::oid AS grantor,
      format('REVOKE ALL ON %s %s FROM %s', ${what}, ${name},
        CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END) AS sql
    FROM (
      SELECT grantee FROM pg_class c, aclexplode(c.relacl) WHERE c.oid = ${to} AND grantee <> c.relowner
      UNION SELECT relowner FROM pg_class WHERE oid = ${from} AND relacl IS NOT NULL
    ) AS revoked
    UNION ALL
    SELECT 1, grantor <> owner, grantor, concat(
      CASE WHEN grantor <> owner THEN format('SET LOCAL ROLE %I; ', pg_get_userbyid(grantor)) END,
      format('GRANT %s%s ON %s %s TO %s%s', privilege_type, columns, ${what}, ${name},
        CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END,
        CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END),
      CASE WHEN grantor <> owner THEN '; RESET ROLE' END)
    FROM (
      SELECT c.relowner AS owner, '' AS columns, e.* FROM pg_class c, aclexplode(c.relacl) AS e WHERE c.oid = ${from}
      UNION ALL
      SELECT c.relowner, format(' (%I)', a.attname), e.*
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped, aclexplode(a.attacl) AS e
      WHERE c.oid = ${from} AND EXISTS (
        SELECT FROM pg_attribute b WHERE b.attrelid = ${to} AND b.attname = a.attname AND NOT b.attisdropped)
    ) AS granted
  ) AS all_statements`

/**
 * A table that has nothing but its rows, its indexes and its checks: what acts on writes would act on the copy. It comes
 * with an old table, and event triggers may give it to each table that is made.
 */
import type {Connection} from '../../connection/connection.js'
import {readJson} from './catalog/read.js'

/**
 * Take away what acts on writes, and what hides rows, from a table of ours.
 *
 * Locks: `ACCESS EXCLUSIVE` on it, where there is something.
 */
export async function makeBare(connection: Connection, table: string): Promise<void> {
  await send(connection, acting, table)
}

/** Take away the rights of others too, for as long as an old table is kept in sync: they come back from the new one. */
export async function takeRights(connection: Connection, table: string): Promise<void> {
  await send(connection, rights, table)
}

async function send(connection: Connection, query: string, table: string): Promise<void> {
  for (const statement of await readJson<string[]>(connection, query, [table])) await connection.execute(statement)
}

const statements = (parts: string): string => `
  SELECT coalesce(json_agg(sql ORDER BY position, name), '[]') FROM (${parts}) AS all_statements`

const acting = statements(`
    SELECT 1 AS position, tgname::text AS name, format('DROP TRIGGER %I ON %s', tgname, $1::text) AS sql
    FROM pg_trigger WHERE tgrelid = to_regclass($1) AND NOT tgisinternal
    UNION ALL
    SELECT 2, rulename, format('DROP RULE %I ON %s', rulename, $1::text) FROM pg_rewrite WHERE ev_class = to_regclass($1)
    UNION ALL
    SELECT 3, polname, format('DROP POLICY %I ON %s', polname, $1::text) FROM pg_policy WHERE polrelid = to_regclass($1)
    UNION ALL
    SELECT 4, '', format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY', $1::text)
    FROM pg_class WHERE oid = to_regclass($1) AND (relrowsecurity OR relforcerowsecurity)`)

const rights = statements(`
    SELECT 5 AS position, '' AS name, format('REVOKE ALL ON %s FROM %s CASCADE', $1::text,
      string_agg(DISTINCT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END, ', ')) AS sql
    FROM (
      SELECT e.grantee FROM pg_class c, aclexplode(c.relacl) AS e
      WHERE c.oid = to_regclass($1) AND e.grantee <> c.relowner
      UNION
      SELECT e.grantee FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) AS e
      WHERE c.oid = to_regclass($1) AND NOT a.attisdropped AND e.grantee <> c.relowner
    ) AS granted HAVING count(*) > 0
    UNION ALL
    SELECT 6, '', format('GRANT ALL ON %s TO %I', $1::text, pg_get_userbyid(relowner)) FROM pg_class
    WHERE oid = to_regclass($1)`)

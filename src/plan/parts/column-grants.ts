import type {ObjectName} from '../../schema/objects.js'
import {quoteFullName} from '../../sql/postgres.js'
import {literal} from './sql.js'

/**
 * A query for the statements that let everybody do with a column `to` what they may do with `from`, in the name of who
 * let them; `position` and `name` put them into an order in which each has what it needs.
 *
 * https://www.postgresql.org/docs/current/ddl-priv.html
 */
export function columnGrants(table: ObjectName, from: string, to: string): string {
  return `SELECT CASE WHEN acl.grantor = c.relowner THEN 1 ELSE 2 END AS position, acl.grantor::text AS name, concat(
    CASE WHEN acl.grantor <> c.relowner THEN format('SET LOCAL ROLE %I; ', pg_get_userbyid(acl.grantor)) END,
    format('GRANT %s (%I) ON %s TO %s%s', acl.privilege_type, ${literal(to)}, ${literal(quoteFullName(table))},
      CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END,
      CASE WHEN acl.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END),
    CASE WHEN acl.grantor <> c.relowner THEN '; RESET ROLE' END) AS sql
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid CROSS JOIN LATERAL aclexplode(a.attacl) AS acl
  WHERE c.oid = ${literal(quoteFullName(table))}::regclass AND a.attname = ${literal(from)}`
}

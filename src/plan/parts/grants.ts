import {quoteFullName} from '../../sql/postgres.js'
import type {ObjectName} from '../../schema/objects.js'

/**
 * A block that lets everybody do with one relation what they may do with another: the server alone knows who that is.
 *
 * https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-ACLITEM
 */
export function copyGrants(from: ObjectName, to: ObjectName): string {
  const literal = (name: ObjectName): string => `'${quoteFullName(name).replaceAll("'", "''")}'`
  return [
    'DO $sqlsafe$',
    'DECLARE one record;',
    'BEGIN',
    '  FOR one IN',
    '    SELECT acl.privilege_type, acl.is_grantable,',
    "      CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE acl.grantee::regrole::text END AS grantee",
    '    FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS acl',
    `    WHERE c.oid = ${literal(from)}::regclass AND acl.grantee <> c.relowner`,
    "      AND acl.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')",
    '  LOOP',
    `    EXECUTE format('GRANT %s ON %s TO %s%s', one.privilege_type, ${literal(to)}, one.grantee,`,
    "      CASE WHEN one.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END);",
    '  END LOOP;',
    'END $sqlsafe$'
  ].join('\n')
}

/**
 * An old table that is kept in sync has nothing but its rows, its indexes and its checks: what acts on writes would act
 * on the replay, and what its owner changes later is changed on the new table, from where it is carried back.
 */

/** A query for the statements. `$1`: oid of the old table, `$2`: its name; under `withFullNames`. */
export const bareStatements = `
  SELECT coalesce(json_agg(sql ORDER BY position, name), '[]') FROM (
    SELECT 1 AS position, tgname::text AS name, format('DROP TRIGGER %I ON %s', tgname, $2::text) AS sql
    FROM pg_trigger WHERE tgrelid = $1 AND NOT tgisinternal
    UNION ALL
    SELECT 2, rulename, format('DROP RULE %I ON %s', rulename, $2::text) FROM pg_rewrite WHERE ev_class = $1
    UNION ALL
    SELECT 3, polname, format('DROP POLICY %I ON %s', polname, $2::text) FROM pg_policy WHERE polrelid = $1
    UNION ALL
    SELECT 4, '', format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY', $2::text)
    FROM pg_class WHERE oid = $1 AND (relrowsecurity OR relforcerowsecurity)
    UNION ALL
    SELECT 5, '', format('REVOKE ALL ON %s FROM %s CASCADE', $2::text,
      string_agg(DISTINCT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END, ', '))
    FROM (
      SELECT e.grantee FROM pg_class c, aclexplode(c.relacl) AS e WHERE c.oid = $1 AND e.grantee <> c.relowner
      UNION
      SELECT e.grantee FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) AS e
      WHERE c.oid = $1 AND NOT a.attisdropped AND e.grantee <> c.relowner
    ) AS granted HAVING count(*) > 0
    UNION ALL
    SELECT 6, '', format('GRANT ALL ON %s TO %I', $2::text, pg_get_userbyid(relowner)) FROM pg_class WHERE oid = $1
  ) AS all_statements`

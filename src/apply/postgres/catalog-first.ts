/** Names of the server itself: whoever looks at its catalog, and converts to its types, must get those. */
import type {Connection} from '../connection/connection.js'

/**
 * A `search_path` may name `pg_catalog` behind other schemas, which then stand before it.
 * https://www.postgresql.org/docs/current/ddl-schemas.html#DDL-SCHEMAS-CATALOG
 *
 * @throws {Error} When something there has a name of the server's own.
 */
export async function assertCatalogFirst(connection: Connection): Promise<void> {
  const [path] = await connection.query(
    'SELECT pg_catalog.current_schemas(true)::pg_catalog.text[]::pg_catalog.text AS schemas'
  )
  const before = /^\{(?:pg_temp_\d+,)?(.*?)(?:^|,)?pg_catalog[,}]/.exec(path?.['schemas'] ?? '')?.[1] ?? ''
  if (before === '') return
  await connection.execute('BEGIN')
  await connection.execute('SET LOCAL search_path = pg_catalog')
  const [found] = await connection.query(twice, [`{${before}}`])
  await connection.execute('ROLLBACK')
  const what = found?.['what']
  if (typeof what !== 'string') return
  throw new Error(
    `\`search_path\` puts ${what} before what the server itself has under that name: name pg_catalog first in it, for this role or in the URL (\`?options=-csearch_path%3Dpg_catalog%2C…\`), or not at all`
  )
}

/** The first of each kind. */
const twice = `
  WITH before AS (SELECT oid AS schema FROM pg_namespace WHERE nspname = ANY ($1::name[]))
  SELECT string_agg(what, ', ') AS what FROM (
    SELECT min(own.oid::regclass::text) AS what FROM before
    JOIN pg_class own ON own.relnamespace = schema JOIN pg_class c USING (relname)
    WHERE c.relnamespace = 'pg_catalog'::regnamespace
    UNION ALL
    SELECT 'type ' || min(own.oid::regtype::text) FROM before
    JOIN pg_type own ON own.typnamespace = schema JOIN pg_type c USING (typname)
    WHERE c.typnamespace = 'pg_catalog'::regnamespace AND own.typrelid = 0 AND own.typcategory <> 'A'
    UNION ALL
    SELECT 'function ' || min(own.oid::regprocedure::text) FROM before
    JOIN pg_proc own ON own.pronamespace = schema JOIN pg_proc c USING (proname, proargtypes)
    WHERE c.pronamespace = 'pg_catalog'::regnamespace
    UNION ALL
    SELECT 'operator ' || min(own.oid::regoperator::text) FROM before
    JOIN pg_operator own ON own.oprnamespace = schema JOIN pg_operator c USING (oprname, oprleft, oprright)
    WHERE c.oprnamespace = 'pg_catalog'::regnamespace
  ) AS all_kinds`

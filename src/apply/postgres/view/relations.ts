/** How checks and throttles ask for the tables of a plan. */
import type {ObjectName} from '../../../schema/objects.js'
import type {Row} from '../../connection/connection.js'
import {text} from '../../connection/row.js'

/** The value of `$1` for the queries below: each table once, however many steps work on it. */
export function asParameter(tables: readonly ObjectName[]): string {
  return JSON.stringify([...new Map(tables.map(({name, schema}) => [`${schema}\0${name}`, {schema, name}])).values()])
}

/**
 * Begins a query: `wanted` are the tables of `$1` that exist, with `oid`, `schema`, `name`; `family` is these and what
 * inherits from them, partitions above all, as `oid` with the `root` that it hangs on.
 */
export const family = `
  WITH RECURSIVE wanted AS (
    SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind
    FROM json_to_recordset($1) AS asked (schema text, name text)
    JOIN pg_namespace n ON n.nspname = asked.schema
    JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = asked.name
  ), family AS (
    SELECT oid AS root, oid FROM wanted
    UNION
    SELECT family.root, i.inhrelid FROM family JOIN pg_inherits i ON i.inhparent = family.oid
  )`

/**
 * Of `pg_stat_activity`: somebody's session. What kind it is, is shown to those only who may see its state; the server's
 * own processes have no user.
 */
export const isClient = `usesysid IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend'`

/** As people write it: without the schema that everybody has. */
export function displayName({name, schema}: ObjectName): string {
  return schema === 'public' ? `\`${name}\`` : `\`${schema}.${name}\``
}

/** The table that a row speaks of, by its columns `schema` and `name`. */
export function tableOf(row: Row): string {
  return displayName({schema: text(row, 'schema'), name: text(row, 'name')})
}

/** By what the rows of a table are told apart, and put in order. */
import type {ObjectName} from '../../schema/objects.js'
import type {Connection} from '../connection/connection.js'

/** A column of a key, with its type as SQL: cursors are texts that are cast to it. */
export interface KeyColumn {
  name: string
  type: string
}

/**
 * Unique, complete, valid and immediate indexes on columns that cannot be NULL: the primary key first, then the one
 * with the fewest columns. Its order is that of plain `ORDER BY`.
 */
const keysQuery = `
  SELECT i.indexrelid::text AS index, i.indisprimary AS primary,
    jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) ORDER BY k.position) AS columns
  FROM pg_index i
  JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_class ic ON ic.oid = i.indexrelid JOIN pg_am am ON am.oid = ic.relam
  CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, position)
  LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
  WHERE n.nspname = $1 AND c.relname = $2 AND am.amname = 'btree' AND k.position <= i.indnkeyatts
    AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL
  GROUP BY i.indexrelid, i.indisprimary, i.indnkeyatts
  HAVING bool_and(a.attnotnull)
    AND bool_and((i.indoption::int2[])[k.position - 1] = 0)
    AND bool_and((i.indcollation::oid[])[k.position - 1] IN (0, a.attcollation))
  ORDER BY i.indisprimary DESC, i.indnkeyatts, i.indexrelid
  LIMIT 1`

/** The best key of a table; `undefined`: it has none that rows can be put in order by. */
export async function findKey(connection: Connection, {name, schema}: ObjectName): Promise<KeyColumn[] | undefined> {
  const [row] = await connection.query(keysQuery, [schema, name])
  return row ? (JSON.parse(row['columns'] ?? '[]') as KeyColumn[]) : undefined
}

/**
 * What MySQL and MariaDB are asked: information_schema, for one database or all of the user's.
 * https://dev.mysql.com/doc/refman/9.4/en/information-schema.html, https://mariadb.com/kb/en/information-schema-tables/
 */

const own = (column: string) =>
  `${column} NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema') AND (? IS NULL OR ${column} = ?)`

export interface SchemaRow {
  name: string
  charset: string
  collation: string
}

export const schemas = `
  SELECT schema_name AS name, default_character_set_name AS charset, default_collation_name AS collation
  FROM information_schema.schemata WHERE ${own('schema_name')}`

export interface TableRow {
  db: string
  name: string
  kind: string
  engine: string | null
  rowFormat: string | null
  collation: string | null
  count: number | string | null
  bytes: number | string | null
  createOptions: string | null
  comment: string | null
}

export const tables = `
  SELECT table_schema AS db, table_name AS name, table_type AS kind, engine AS engine, row_format AS rowFormat,
    table_collation AS collation, table_rows AS count, data_length AS bytes, create_options AS createOptions,
    table_comment AS comment
  FROM information_schema.tables WHERE ${own('table_schema')}`

export interface ColumnRow {
  db: string
  relation: string
  name: string
  columnType: string
  fallback: string | null
  nullable: 'YES' | 'NO'
  extra: string
  charset: string | null
  collation: string | null
  generation: string | null
  comment: string
}

export const columns = `
  SELECT table_schema AS db, table_name AS relation, column_name AS name, column_type AS columnType,
    column_default AS fallback, is_nullable AS nullable, extra AS extra, character_set_name AS charset,
    collation_name AS collation, generation_expression AS generation, column_comment AS comment
  FROM information_schema.columns WHERE ${own('table_schema')}
  ORDER BY table_schema, table_name, ordinal_position`

export interface StatisticRow {
  db: string
  relation: string
  name: string
  nonUnique: number | string
  column: string | null
  part: number | string | null
  direction: 'A' | 'D' | null
  method: string
  hidden: 'YES' | 'NO'
  expression: string | null
}

/** MySQL says which indexes are visible and has expressions; MariaDB says which are ignored, since 10.6. */
export const statistics = (mariadb: boolean) => `
  SELECT table_schema AS db, table_name AS relation, index_name AS name, non_unique AS nonUnique,
    column_name AS \`column\`, sub_part AS part, collation AS direction, index_type AS method,
    ${mariadb ? 'ignored' : "if(is_visible = 'NO', 'YES', 'NO')"} AS hidden, ${mariadb ? 'NULL' : 'expression'} AS expression
  FROM information_schema.statistics WHERE ${own('table_schema')}
  ORDER BY table_schema, table_name, index_name, seq_in_index`

export interface ForeignKeyRow {
  db: string
  relation: string
  name: string
  column: string
  targetDb: string
  target: string
  targetColumn: string
  onUpdate: string
  onDelete: string
}

export const foreignKeys = `
  SELECT k.table_schema AS db, k.table_name AS relation, k.constraint_name AS name, k.column_name AS \`column\`,
    k.referenced_table_schema AS targetDb, k.referenced_table_name AS target,
    k.referenced_column_name AS targetColumn, r.update_rule AS onUpdate, r.delete_rule AS onDelete
  FROM information_schema.key_column_usage k
  JOIN information_schema.referential_constraints r
    ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name
  WHERE k.referenced_table_name IS NOT NULL AND ${own('k.table_schema')}
  ORDER BY k.table_schema, k.table_name, k.constraint_name, k.ordinal_position`

export interface CheckRow {
  db: string
  relation: string
  name: string
  clause: string
  enforced: 'YES' | 'NO'
}

export const checks = (mariadb: boolean) =>
  mariadb
    ? `
  SELECT constraint_schema AS db, table_name AS relation, constraint_name AS name, check_clause AS clause,
    'YES' AS enforced
  FROM information_schema.check_constraints WHERE ${own('constraint_schema')}`
    : `
  SELECT t.table_schema AS db, t.table_name AS relation, t.constraint_name AS name, c.check_clause AS clause, t.enforced AS enforced
  FROM information_schema.table_constraints t
  JOIN information_schema.check_constraints c
    ON c.constraint_schema = t.constraint_schema AND c.constraint_name = t.constraint_name
  WHERE t.constraint_type = 'CHECK' AND ${own('t.table_schema')}`

export interface PartitionRow {
  db: string
  relation: string
  name: string
  method: string
  expression: string | null
}

export const partitions = `
  SELECT table_schema AS db, table_name AS relation, partition_name AS name, partition_method AS method,
    partition_expression AS expression
  FROM information_schema.partitions
  WHERE partition_name IS NOT NULL AND coalesce(subpartition_ordinal_position, 1) = 1 AND ${own('table_schema')}
  ORDER BY table_schema, table_name, partition_ordinal_position`

const quoted = (name: string) => `\`${name.replaceAll('`', '``')}\``

/** One row of a partition, given up after a second: `TABLE_ROWS` is an estimate. */
export const firstRow = ({db, name, relation}: PartitionRow, mariadb: boolean) => {
  const from = `1 FROM ${quoted(db)}.${quoted(relation)} PARTITION (${quoted(name)}) LIMIT 1`
  return mariadb
    ? `SET STATEMENT max_statement_time = 1 FOR SELECT ${from}`
    : `SELECT /*+ MAX_EXECUTION_TIME(1000) */ ${from}`
}

export interface TriggerRow {
  db: string
  relation: string
  name: string
  timing: 'BEFORE' | 'AFTER'
  event: string
  /** Empty for who may not see it. */
  body: string | null
}

export const triggers = `
  SELECT event_object_schema AS db, event_object_table AS relation, trigger_name AS name, action_timing AS timing,
    event_manipulation AS event, action_statement AS body
  FROM information_schema.triggers WHERE ${own('event_object_schema')}`

export interface RoutineRow {
  db: string
  name: string
  kind: 'FUNCTION' | 'PROCEDURE'
  isDeterministic: 'YES' | 'NO'
  body: string | null
}

export const routines = `
  SELECT routine_schema AS db, routine_name AS name, routine_type AS kind, is_deterministic AS isDeterministic,
    routine_definition AS body
  FROM information_schema.routines WHERE routine_type IN ('FUNCTION', 'PROCEDURE') AND ${own('routine_schema')}`

export interface ViewRow {
  db: string
  relation: string
  definition: string | null
}

export const views = `
  SELECT table_schema AS db, table_name AS relation, view_definition AS definition
  FROM information_schema.views WHERE ${own('table_schema')}`

export interface RowVersionRow {
  /** `database/table`, as files are called, with `#p#…` for a partition. */
  file: string
  used: number | string
}

/**
 * INSTANT changes of columns since the last rebuild; of MySQL from 8.0.29 on, for those who have PROCESS.
 * https://dev.mysql.com/doc/refman/8.4/en/information-schema-innodb-tables-table.html
 */
export const rowVersions = `
  SELECT SUBSTRING_INDEX(name, '#', 1) AS file, max(total_row_versions) AS used
  FROM information_schema.innodb_tables WHERE total_row_versions > 0 GROUP BY 1`

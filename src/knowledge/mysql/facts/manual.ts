/** Pages of MySQL's manual that the facts rest on. */
const onlineDdl = 'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html'

export const manual = {
  columns: `${onlineDdl}#online-ddl-column-operations`,
  generatedColumns: `${onlineDdl}#online-ddl-generated-column-operations`,
  indexes: `${onlineDdl}#online-ddl-index-operations`,
  primaryKeys: `${onlineDdl}#online-ddl-primary-key-operations`,
  foreignKeys: `${onlineDdl}#online-ddl-foreign-key-operations`,
  tables: `${onlineDdl}#online-ddl-table-operations`,
  tablespaces: `${onlineDdl}#online-ddl-tablespace-operations`,
  partitions: `${onlineDdl}#online-ddl-partitioning-operations`,
  limitations: 'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-limitations.html',
  alterTable: 'https://dev.mysql.com/doc/refman/8.4/en/alter-table.html',
  createTable: 'https://dev.mysql.com/doc/refman/9.4/en/create-table.html',
  expressionDefaults: 'https://dev.mysql.com/doc/refman/8.4/en/data-type-defaults.html#data-type-defaults-explicit',
  defaults: 'https://dev.mysql.com/doc/refman/8.4/en/data-type-defaults.html#data-type-defaults-explicit-old',
  limits: 'https://dev.mysql.com/doc/refman/8.4/en/innodb-limits.html',
  spatialIndexes: 'https://dev.mysql.com/doc/refman/8.4/en/creating-spatial-indexes.html',
  alterGenerated: 'https://dev.mysql.com/doc/refman/8.4/en/alter-table-generated-columns.html',
  foreignKeyIndexes: 'https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html',
  partitionKeys: 'https://dev.mysql.com/doc/refman/8.4/en/partitioning-limitations-partitioning-keys-unique-keys.html',
  partitionLimits: 'https://dev.mysql.com/doc/refman/8.4/en/partitioning-limitations.html',
  createIndex: 'https://dev.mysql.com/doc/refman/8.4/en/create-index.html',
  checks: 'https://dev.mysql.com/doc/refman/8.4/en/create-table-check-constraints.html',
  metadataLocks: 'https://dev.mysql.com/doc/refman/8.4/en/metadata-locking.html',
  rowLocks: 'https://dev.mysql.com/doc/refman/8.4/en/innodb-locks-set.html',
  lockTables: 'https://dev.mysql.com/doc/refman/8.4/en/lock-tables.html',
  optimize: 'https://dev.mysql.com/doc/refman/8.4/en/optimize-table.html',
  truncate: 'https://dev.mysql.com/doc/refman/8.4/en/truncate-table.html',
  partitionManagement: 'https://dev.mysql.com/doc/refman/8.4/en/alter-table-partition-operations.html',
  maintenance: 'https://dev.mysql.com/doc/refman/8.4/en/table-maintenance-statements.html'
} as const

/** The first version with VECTOR indexes: https://mariadb.com/kb/en/vector-overview/ */
export const vectorSince = '>=11.7'

/** Pages of MariaDB's manual that the facts rest on. */
export const manual = {
  instant: 'https://mariadb.com/kb/en/innodb-online-ddl-operations-with-the-instant-alter-algorithm/',
  nocopy: 'https://mariadb.com/kb/en/innodb-online-ddl-operations-with-the-nocopy-alter-algorithm/',
  inplace: 'https://mariadb.com/kb/en/innodb-online-ddl-operations-with-the-inplace-alter-algorithm/',
  overview: 'https://mariadb.com/kb/en/innodb-online-ddl-overview/',
  instantAdd: 'https://mariadb.com/kb/en/instant-add-column-for-innodb/',
  alterTable: 'https://mariadb.com/kb/en/alter-table/',
  generatedColumns: 'https://mariadb.com/kb/en/generated-columns/',
  pageCompression: 'https://mariadb.com/kb/en/innodb-page-compression/',
  limits: 'https://mariadb.com/kb/en/innodb-limitations/',
  vectorIndexes: 'https://mariadb.com/kb/en/vector-overview/',
  versioning: 'https://mariadb.com/kb/en/system-versioned-tables/',
  alterHistory: 'https://mariadb.com/kb/en/system-versioned-tables/#system_versioning_alter_history',
  foreignKeys: 'https://mariadb.com/kb/en/foreign-keys/',
  partitions: 'https://mariadb.com/kb/en/partitioning-overview/',
  exchange: 'https://mariadb.com/kb/en/partition-maintenance/',
  metadataLocks: 'https://mariadb.com/kb/en/metadata-locking/',
  lockTables: 'https://mariadb.com/kb/en/lock-tables/',
  optimize: 'https://mariadb.com/kb/en/optimize-table/',
  truncate: 'https://mariadb.com/kb/en/truncate-table/',
  maintenance: 'https://mariadb.com/kb/en/table-statements/',
  rowLocks: 'https://mariadb.com/kb/en/innodb-lock-modes/'
} as const

/** What MySQL refuses for what a table is, and what both MySQL and MariaDB refuse. */
import {refusals as refused} from '../fact.js'
import type {RefusalRow} from '../fact.js'
import {manual} from './manual.js'

/** MariaDB has these too. */
export const refusedByBoth: readonly RefusalRow[] = [
  {
    operation: 'column.drop',
    when: ['column-in-foreign-key'],
    unexpected: 'drop of a column of a foreign key',
    expected: 'the foreign key to be dropped first',
    source: manual.foreignKeys
  },
  {
    operation: 'column.drop',
    when: ['column-referenced-elsewhere'],
    unexpected: 'drop of a column that a foreign key of another table references',
    expected: 'that foreign key to be dropped first',
    source: manual.foreignKeys
  },
  {
    operation: ['column.rename', 'column.modify'],
    when: ['takes-other-name', 'column-in-foreign-key'],
    whenCopied: true,
    unexpected: 'new name of a column of a foreign key in a statement that copies the table',
    expected: 'a statement of its own for the name',
    source: manual.columns
  },
  {
    operation: ['column.rename', 'column.modify'],
    when: ['takes-other-name', 'column-referenced-elsewhere'],
    whenCopied: true,
    unexpected: 'new name of a column that a foreign key references in a statement that copies the table',
    expected: 'a statement of its own for the name',
    source: manual.columns
  },
  {
    operation: ['index.create', 'constraint.add', 'column.add', 'column.modify'],
    when: ['misses-partition-column'],
    unexpected: 'unique key without a column by which the table is partitioned',
    expected: 'all of them in it',
    source: manual.partitionKeys
  },
  {
    operation: 'constraint.add',
    when: ['adds-foreign-key', 'partitioned'],
    unexpected: 'foreign key of a partitioned table',
    expected: 'none',
    source: manual.partitionLimits
  },
  {
    operation: ['constraint.add', 'column.add', 'table.create'],
    when: ['foreign-key-incompatible'],
    unexpected: 'foreign key between columns of different types',
    expected: 'the same type, sign, character set and collation on both sides',
    source: manual.foreignKeyIndexes
  },
  {
    operation: ['table.create', 'index.create', 'constraint.add', 'column.add', 'column.modify'],
    when: ['key-too-long'],
    unexpected: 'key on more than 3072 bytes',
    expected: 'fewer characters of its columns',
    source: manual.limits
  },
  {
    operation: 'constraint.add',
    when: ['foreign-key-sets-null'],
    unexpected: '`SET NULL` of a column that is `NOT NULL`',
    expected: 'a column that may be `NULL`, or another action',
    source: manual.foreignKeyIndexes
  },
  {
    operation: ['table.partition-by', 'table.create'],
    when: ['partitioning-misses-column'],
    unexpected: 'partitioning by a column that a unique key lacks',
    expected: 'all columns of the partitioning in every unique key',
    source: manual.partitionKeys
  },
  {
    operation: 'table.create',
    when: ['partitioning-by-unknown-column'],
    unexpected: 'partitioning by a column that there is not',
    expected: 'a column of the table',
    source: manual.partitionLimits
  },
  {
    operation: 'table.create',
    when: ['makes-partitions', 'makes-foreign-key'],
    unexpected: 'foreign key of a partitioned table',
    expected: 'none',
    source: manual.partitionLimits
  },
  {
    operation: 'table.partition-by',
    when: ['in-foreign-key'],
    unexpected: 'partitioning of a table with a foreign key, or that one of another table references',
    expected: 'the foreign key to be dropped first',
    source: manual.partitionLimits
  },
  {
    operation: 'table.set-engine',
    when: ['!engine-innodb', 'in-foreign-key'],
    unexpected: 'another storage engine of a table with a foreign key, or that one of another table references',
    expected: 'the foreign key to be dropped first',
    source: manual.foreignKeyIndexes
  },
  {
    operation: ['constraint.add', 'column.add', 'column.modify'],
    when: ['second-primary-key'],
    unexpected: 'second primary key',
    expected: 'the first to be dropped in the same statement',
    source: manual.alterTable
  },
  {
    operation: ['constraint.drop', 'index.drop', 'column.add', 'column.modify'],
    when: ['auto-increment-loses-key'],
    unexpected: '`AUTO_INCREMENT` column without a key that begins with it, or a second one',
    expected: 'one such column and a key for it',
    source: manual.alterTable
  },
  {
    operation: 'column.modify',
    when: ['virtual-comes-or-goes'],
    unexpected: 'virtual column in place of a stored one, or the contrary',
    expected: 'a new column',
    source: manual.alterGenerated
  },
  {
    operation: 'table.truncate',
    when: ['table-referenced-elsewhere', 'checks-foreign-keys'],
    unexpected: '`TRUNCATE` of a table that a foreign key of another references',
    expected: '`DELETE`, or the foreign key to be dropped first',
    source: manual.truncate
  },
  {
    operation: 'table.drop',
    when: ['referenced-by-table-that-stays', 'checks-foreign-keys'],
    unexpected: 'drop of a table that a foreign key of another references',
    expected: 'the foreign key, or the other table, to be dropped first',
    source: manual.foreignKeyIndexes
  }
]

export const refusals = refused([
  ...refusedByBoth,
  {
    operation: ['constraint.add', 'table.create'],
    versions: '>=8.4',
    when: ['foreign-key-lacks-unique-key', 'standard-keys-only'],
    unexpected: 'foreign key to columns that are not all those of a unique key',
    expected: 'a unique key on them',
    source: manual.foreignKeyIndexes
  },
  {
    operation: ['constraint.add', 'table.create'],
    versions: '<8.4',
    when: ['foreign-key-lacks-index'],
    unexpected: 'foreign key to columns without an index',
    expected: 'an index that begins with them',
    source: manual.foreignKeyIndexes,
    proof: 'documented'
  },
  {
    operation: 'table.create',
    when: ['makes-key-of-whole-text'],
    unexpected: '`TEXT` or `BLOB` in a key without a length',
    expected: 'how many of its characters to index',
    source: manual.createIndex
  },
  {
    operation: ['table.create', 'column.add', 'column.modify', 'column.set-default'],
    when: ['literal-default-of-text'],
    unexpected: 'default of a `TEXT`, `BLOB`, `JSON` or spatial column that is a literal',
    expected: 'none, or an expression in parentheses',
    source: manual.defaults
  },
  {
    operation: 'column.modify',
    when: ['type-changed', 'column-in-foreign-key', 'checks-foreign-keys'],
    unexpected: 'new type of a column of a foreign key',
    expected: 'the foreign key to be dropped first',
    source: manual.foreignKeyIndexes
  },
  {
    operation: 'column.modify',
    when: ['type-changed', 'column-referenced-elsewhere', 'checks-foreign-keys'],
    unexpected: 'new type of a column that a foreign key references',
    expected: 'that foreign key to be dropped first',
    source: manual.foreignKeyIndexes
  },
  {
    operation: 'column.modify',
    when: ['type-shorter', 'column-referenced-elsewhere', 'checks-foreign-keys'],
    unexpected: 'shorter type of a column that a foreign key references',
    expected: 'that foreign key to be dropped first',
    source: manual.foreignKeyIndexes
  },
  {
    operation: 'column.modify',
    when: ['type-longer-across-255', 'column-referenced-elsewhere', 'checks-foreign-keys'],
    unexpected: 'longer type of a column that a foreign key references, whose length in bytes crosses 255',
    expected: 'that foreign key to be dropped first',
    source: manual.foreignKeyIndexes
  },
  {
    operation: 'column.modify',
    when: ['auto-increment-changed', 'column-referenced-elsewhere', 'checks-foreign-keys'],
    unexpected: '`AUTO_INCREMENT` that comes or goes of a column that a foreign key references',
    expected: 'that foreign key to be dropped first',
    source: manual.foreignKeyIndexes
  },
  {
    operation: 'column.add',
    when: ['default-unrepeatable', 'logs-rows'],
    unexpected: 'new column with a default that would be another on a replica, as `(UUID())` or `(RAND())`',
    expected: 'the column without a default, filled in batches, and the default set then',
    source: manual.expressionDefaults
  },
  {
    operation: ['column.drop', 'column.rename'],
    when: ['column-kept-by-expression'],
    unexpected: 'change of a column that a generated column or an index on an expression uses',
    expected: 'that to be dropped first',
    source: manual.alterGenerated
  },
  {
    operation: 'column.modify',
    when: ['takes-other-name', 'column-kept-by-expression'],
    unexpected: 'new name of a column that a generated column or an index on an expression uses',
    expected: 'that to be dropped first',
    source: manual.alterGenerated
  },
  {
    operation: 'column.drop',
    when: ['column-in-wide-check'],
    unexpected: 'drop of a column that a `CHECK` on several columns speaks of',
    expected: 'the `CHECK` to be dropped first',
    source: manual.checks
  },
  {
    operation: ['column.rename', 'column.modify'],
    when: ['takes-other-name', 'column-in-check'],
    unexpected: 'new name of a column that a `CHECK` speaks of',
    expected: 'the `CHECK` to be dropped first',
    source: manual.checks
  },
  {
    operation: 'column.drop',
    when: ['column-partitions'],
    unexpected: 'drop of a column by which the table is partitioned',
    expected: 'a table without partitioning',
    source: manual.partitionKeys
  },
  {
    operation: 'column.rename',
    when: ['column-partitions'],
    unexpected: 'new name of a column by which the table is partitioned',
    expected: 'a table without partitioning',
    source: manual.partitionKeys
  },
  {
    operation: 'column.modify',
    when: ['takes-other-name', 'column-partitions'],
    unexpected: 'new name of a column by which the table is partitioned',
    expected: 'a table without partitioning',
    source: manual.partitionKeys
  },
  {
    operation: ['index.drop', 'constraint.drop'],
    when: ['index-serves-foreign-key'],
    unexpected: 'drop of an index that a foreign key needs',
    expected: 'the foreign key to be dropped first, or another index for it',
    source: manual.foreignKeyIndexes
  },
  {
    operation: ['index.drop', 'constraint.drop'],
    versions: '<8.4',
    when: ['index-serves-reference'],
    unexpected: 'drop of an index that a foreign key of another table needs',
    expected: 'that foreign key to be dropped first, or another index for it',
    proof: 'documented',
    source: manual.foreignKeyIndexes
  },
  {
    operation: ['index.drop', 'constraint.drop'],
    versions: '>=8.4',
    when: ['key-serves-reference'],
    unexpected: 'drop of the unique key that a foreign key of another table references',
    expected: 'that foreign key to be dropped first, or the same columns in another unique key',
    source: manual.foreignKeyIndexes
  },
  {
    operation: 'column.modify',
    when: ['type-changes-kind', 'column-in-foreign-key'],
    unexpected: 'new type of a column of a foreign key',
    expected: 'the foreign key to be dropped first',
    source: manual.foreignKeyIndexes
  },
  {
    operation: 'column.modify',
    when: ['type-changes-kind', 'column-referenced-elsewhere'],
    unexpected: 'new type of a column that a foreign key of another table references',
    expected: 'that foreign key to be dropped first',
    source: manual.foreignKeyIndexes
  },
  {
    operation: 'column.modify',
    when: ['type-shorter', 'column-in-foreign-key', 'checks-foreign-keys'],
    unexpected: 'shorter type of a column of a foreign key',
    expected: 'the foreign key to be dropped first',
    source: manual.foreignKeyIndexes
  },
  {
    operation: 'column.modify',
    when: ['type-longer-across-255', 'column-in-foreign-key', 'checks-foreign-keys'],
    unexpected: 'longer type of a column of a foreign key, whose length in bytes crosses 255',
    expected: 'the foreign key to be dropped first',
    source: manual.foreignKeyIndexes
  },
  {
    operation: 'column.modify',
    when: ['charset-changed', 'column-in-foreign-key', 'checks-foreign-keys'],
    unexpected: 'another character set or collation of a column of a foreign key',
    expected: 'the foreign key to be dropped first',
    source: manual.foreignKeyIndexes
  },
  {
    operation: 'column.modify',
    when: ['charset-changed', 'column-referenced-elsewhere', 'checks-foreign-keys'],
    unexpected: 'another character set or collation of a column that a foreign key of another table references',
    expected: 'that foreign key to be dropped first',
    source: manual.foreignKeyIndexes
  },
  {
    operation: 'table.convert-charset',
    when: ['converts-foreign-key', 'checks-foreign-keys'],
    unexpected: 'another character set or collation of a column that a foreign key ties to one of another table',
    expected: 'the foreign key to be dropped first',
    source: manual.foreignKeyIndexes
  },
  {
    operation: ['index.create', 'constraint.add', 'column.add', 'column.modify'],
    when: ['key-of-whole-text'],
    unexpected: '`TEXT` or `BLOB` in a key without a length',
    expected: 'how many of its characters to index',
    source: manual.createIndex
  },
  {
    operation: 'column.modify',
    when: ['indexed-as-whole-text'],
    unexpected: '`TEXT` or `BLOB` in an index without a length',
    expected: 'the index to be dropped, or made for a prefix of the column',
    source: manual.createIndex
  },
  {
    operation: 'column.modify',
    when: ['null-in-primary-key'],
    unexpected: '`NULL` of a column of the primary key',
    expected: '`NOT NULL`, or the key to be dropped first',
    source: manual.createTable
  },
  {
    operation: 'index.create',
    when: ['adds-fulltext', 'partitioned'],
    unexpected: '`FULLTEXT` index of a partitioned table',
    expected: 'none',
    source: manual.partitionLimits
  },
  {
    operation: 'index.create',
    when: ['adds-several-fulltext'],
    whenCopied: false,
    unexpected: 'several `FULLTEXT` indexes in one statement',
    expected: 'one at a time',
    source: manual.limitations
  }
])

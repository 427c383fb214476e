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
    operation: ['index.create', 'constraint.add'],
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
    operation: 'index.create',
    when: ['adds-several-fulltext'],
    unexpected: 'several `FULLTEXT` indexes in one statement',
    expected: 'one at a time',
    source: manual.limitations
  }
])

/** What MariaDB refuses for what a table is. */
import {refusals as refused} from '../../mysql/fact.js'
import {refusedByBoth} from '../../mysql/facts/refusals.js'
import {manual as mysql} from '../../mysql/facts/manual.js'
import {manual} from './manual.js'

const keptHistory = '`system_versioning_alter_history = KEEP` to be set, or the versioning to be dropped first'

/** MariaDB's page for what a page of MySQL says. */
const pages = new Map<string, string>([
  [mysql.truncate, manual.truncate],
  [mysql.limits, manual.limits]
])

export const refusals = refused([
  ...refusedByBoth.map((row) => ({
    ...row,
    source: pages.get(row.source) ?? manual.foreignKeys
  })),
  {
    operation: ['column.add', 'column.drop', 'column.modify'],
    when: ['system-versioned', '!keeps-history'],
    unexpected: 'change of a table with system versioning',
    expected: keptHistory,
    source: manual.alterHistory
  },
  {
    operation: ['index.create', 'constraint.add'],
    when: ['unique-index', 'system-versioned', '!keeps-history'],
    unexpected: 'unique key of a table with system versioning',
    expected: keptHistory,
    source: manual.alterHistory
  },
  {
    operation: 'table.truncate',
    when: ['system-versioned'],
    unexpected: '`TRUNCATE` of a table with system versioning',
    expected: '`DELETE`, or `DELETE HISTORY`',
    source: manual.versioning
  },
  {
    operation: 'column.drop',
    when: ['column-kept-by-expression', '!column-added-again'],
    unexpected: 'drop of a column that a generated column uses',
    expected: 'that to be dropped first',
    source: manual.generatedColumns
  },
  {
    operation: 'column.drop',
    when: ['column-in-check-with-others'],
    unexpected: 'drop of a column that a `CHECK` on several columns speaks of',
    expected: 'the `CHECK` to be dropped first',
    source: manual.alterTable
  },
  {
    operation: 'column.drop',
    when: ['column-in-wide-key', '!column-added-again'],
    unexpected: 'drop of a column of a unique key on several columns',
    expected: 'the key to be dropped first',
    source: manual.alterTable
  },
  {
    operation: 'column.drop',
    when: ['column-partitions', '!column-added-again'],
    unexpected: 'drop of a column by which the table is partitioned',
    expected: 'a table without partitioning',
    source: manual.partitions
  },
  {
    operation: 'index.drop',
    when: ['index-serves-foreign-key', 'checks-foreign-keys'],
    unexpected: 'drop of an index that a foreign key needs',
    expected: 'the foreign key to be dropped first, or another index for it',
    source: manual.foreignKeys
  },
  {
    operation: 'constraint.drop',
    when: ['index-serves-foreign-key', 'checks-foreign-keys', '!drops-primary-key'],
    unexpected: 'drop of an index that a foreign key needs',
    expected: 'the foreign key to be dropped first, or another index for it',
    source: manual.foreignKeys
  },
  {
    operation: 'index.drop',
    when: ['index-serves-reference', 'checks-foreign-keys'],
    unexpected: 'drop of an index that a foreign key of another table needs',
    expected: 'that foreign key to be dropped first, or another index for it',
    source: manual.foreignKeys
  },
  {
    operation: 'constraint.drop',
    when: ['index-serves-reference', 'checks-foreign-keys', '!drops-primary-key'],
    unexpected: 'drop of an index that a foreign key of another table needs',
    expected: 'that foreign key to be dropped first, or another index for it',
    source: manual.foreignKeys
  },
  {
    operation: 'column.modify',
    when: ['type-or-charset-changed', 'column-in-foreign-key'],
    unexpected: 'new type or length of a column of a foreign key',
    expected: 'the foreign key to be dropped first',
    source: manual.foreignKeys
  },
  {
    operation: 'column.modify',
    when: ['type-or-charset-changed', 'column-referenced-elsewhere'],
    unexpected: 'new type or length of a column that a foreign key of another table references',
    expected: 'that foreign key to be dropped first',
    source: manual.foreignKeys
  },
  {
    operation: 'table.convert-charset',
    when: ['converts-foreign-key'],
    unexpected: 'another character set or collation of a column that a foreign key ties to one of another table',
    expected: 'the foreign key to be dropped first',
    source: manual.foreignKeys
  },
  {
    operation: 'constraint.add',
    when: ['adds-primary-key', 'key-of-whole-text'],
    unexpected: '`TEXT` or `BLOB` in the primary key without a length',
    expected: 'how many of its characters to index',
    source: manual.alterTable
  },
  {
    operation: ['constraint.add', 'table.create'],
    when: ['foreign-key-lacks-index'],
    unexpected: 'foreign key to columns without an index',
    expected: 'an index that begins with them',
    source: manual.foreignKeys
  },
  {
    operation: 'table.create',
    when: ['makes-primary-key-of-whole-text'],
    unexpected: '`TEXT` or `BLOB` in the primary key without a length',
    expected: 'how many of its characters to index',
    source: manual.alterTable
  },
  {
    operation: 'table.set-option',
    when: ['option-of-other-engine'],
    unexpected: 'option of another storage engine',
    expected: 'one that the engine of the table knows',
    source: manual.alterTable
  }
])

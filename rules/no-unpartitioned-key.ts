import {defineRule} from '../src/core/define-rule.js'
import {writtenConstraints} from '../src/operations/written-constraints.js'
import {sameName} from '../src/schema/lookup.js'

/** Report keys that a partitioned table cannot have. */
export default defineRule({
  id: 'no-unpartitioned-key',
  summary: 'Disallow unique keys of a partitioned table without its partition columns',
  severity: 'error',
  on: ['table.create', 'constraint.add', 'index.create'],
  engines: ['postgres', 'mysql', 'mariadb'],
  looksAtRefused: true,
  peers: {
    MigrationPilot: ['MP049']
  },
  recipe: null,
  noRecipeBecause: 'Which columns identify a row, only its author knows.',
  messages: {
    missing:
      'Unexpected unique key ({{columns}}) of a partitioned table, the server refuses it: nothing would find duplicates in other partitions; expected `{{missing}}` in it'
  },
  docs: {
    condition: 'A primary key or unique constraint of a partitioned table lacks a column that it is partitioned by.',
    effect: 'The migration stops here with an error.',
    instead:
      'Add the partition columns to the key; where the rest has to be unique alone, keep it unique in a table of its own.',
    notWhen: 'Never: it will not run.',
    examples: [
      {
        name: 'postgres',
        unsafe: 'CREATE TABLE event (id bigint PRIMARY KEY, at date NOT NULL) PARTITION BY RANGE (at);',
        refused: true,
        reports: ['1:31-1:42 missing'],
        safe: ['CREATE TABLE event (id bigint, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);']
      },
      {
        name: 'mysql',
        dialect: 'mysql',
        unsafe:
          'CREATE TABLE event (id bigint PRIMARY KEY, bucket int NOT NULL) PARTITION BY HASH (bucket) PARTITIONS 4;',
        refused: true,
        reports: ['1:31-1:42 missing'],
        safe: [
          'CREATE TABLE event (id bigint, bucket int NOT NULL, PRIMARY KEY (id, bucket)) PARTITION BY HASH (bucket) PARTITIONS 4;'
        ]
      }
    ],
    sources: [
      'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-LIMITATIONS',
      'https://dev.mysql.com/doc/refman/8.4/en/partitioning-limitations-partitioning-keys-unique-keys.html'
    ]
  },
  check(operation, {dialect, report, table}) {
    const partitionBy = operation.kind === 'table.create' ? operation.partitionBy : table(operation.table)?.partitionBy
    const needed = partitionBy?.key.flatMap(({column}) => (column === undefined ? [] : [column])) ?? []
    if (needed.length === 0) return
    const keys =
      operation.kind === 'index.create'
        ? operation.index.unique && operation.only !== true
          ? [{columns: operation.index.elements.map(({column = ''}) => column), range: operation.range}]
          : []
        : (['primary-key', 'unique'] as const).flatMap((type) => writtenConstraints(operation, type))
    for (const {columns, range} of keys) {
      const missing = needed.find((column) => !columns.some((each) => sameName(dialect, each, column)))
      if (missing !== undefined) report('missing', {columns: columns.join(', '), missing}, {range})
    }
  }
})

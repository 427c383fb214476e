import {defineRule} from '../src/core/define-rule.js'

/** Report partitions that go with their rows. */
export default defineRule({
  id: 'no-partition-drop',
  summary: 'Disallow dropping or emptying partitions with the rows in them',
  severity: 'warning',
  peers: {
    skeema: ['allow-unsafe']
  },
  on: ['partition.drop', 'partition.maintain'],
  engines: ['mysql', 'mariadb'],
  ofOutcome: true,
  recipe: null,
  noRecipeBecause: 'Whether the rows are kept elsewhere is for their owner to say.',
  messages: {
    drop: 'Unexpected `{{verb}}` of {{partitions}} of `{{table}}`, all rows in there are gone; expected `EXCHANGE PARTITION` with a table that is kept'
  },
  docs: {
    condition: 'A partition of an existing table is dropped or truncated, or its tablespace is discarded.',
    effect:
      'All of its rows are gone at once, also those that the running release still reads; nothing can take it back.',
    instead: 'Exchange the partition with an empty table first, keep that until nobody misses the rows, then drop it.',
    notWhen: 'It is the retention that was agreed, and the rows are in a backup.',
    examples: [
      {
        name: 'drop',
        dialect: 'mysql',
        schema:
          'CREATE TABLE entry (day int NOT NULL) PARTITION BY RANGE (day) (PARTITION p1 VALUES LESS THAN (10), PARTITION p2 VALUES LESS THAN (20));',
        unsafe: 'ALTER TABLE entry DROP PARTITION p1;',
        reports: ['1:19-1:36 drop'],
        safe: [
          'CREATE TABLE entry_p1 LIKE entry;',
          'ALTER TABLE entry_p1 REMOVE PARTITIONING;',
          'ALTER TABLE entry EXCHANGE PARTITION p1 WITH TABLE entry_p1;'
        ]
      },
      {
        name: 'truncate',
        dialect: 'mariadb',
        schema:
          'CREATE TABLE entry (day int NOT NULL) PARTITION BY RANGE (day) (PARTITION p1 VALUES LESS THAN (10), PARTITION p2 VALUES LESS THAN (20));',
        unsafe: 'ALTER TABLE entry TRUNCATE PARTITION p1, p2;',
        reports: ['1:19-1:44 drop']
      },
      {
        name: 'discard',
        dialect: 'mysql',
        schema:
          'CREATE TABLE entry (day int NOT NULL) PARTITION BY RANGE (day) (PARTITION p1 VALUES LESS THAN (10), PARTITION p2 VALUES LESS THAN (20));',
        unsafe: 'ALTER TABLE entry DISCARD PARTITION p1 TABLESPACE;',
        reports: ['1:19-1:50 drop']
      }
    ]
  },
  check(operation, {isNew, isRetired, report}) {
    const {partitions, table} = operation
    const verb = operation.kind === 'partition.drop' ? 'DROP PARTITION' : emptying[operation.action]
    if (verb === undefined || isNew(table) || isRetired(table)) return
    report('drop', {
      verb,
      partitions: partitions.length === 0 ? 'all partitions' : partitions.map((name) => `\`${name}\``).join(', '),
      table: table.name
    })
  }
})

/** What is done to partitions that leaves none of their rows. */
const emptying: Record<string, string | undefined> = {
  truncate: 'TRUNCATE PARTITION',
  discard: 'DISCARD PARTITION … TABLESPACE'
}

import {defineRule} from '../src/core/define-rule.js'
import {describeWork} from '../src/knowledge/describe.js'

/** Report partitions whose rows, or those of the default partition, are read while others wait. */
export default defineRule({
  id: 'no-scanning-attach-partition',
  summary: 'Disallow new partitions for which rows are read under a lock',
  severity: 'error',
  on: ['partition.attach', 'table.create'],
  engines: ['postgres'],
  once: 'command',
  peers: {
    pgfence: ['attach-partition'],
    MigrationPilot: ['MP072', 'MP093', 'MP094']
  },
  recipe: 'check-then-attach-partition',
  messages: {
    attach: 'Unexpected `ATTACH PARTITION`, it {{work}}; expected a validated `CHECK` that proves the bounds first',
    default:
      'Unexpected new partition beside a default partition, it {{work}}; expected a validated `CHECK` there that excludes the new bounds'
  },
  docs: {
    condition:
      'A table is attached as a partition and no valid check proves that its rows are within the bounds; or there is a default partition and no check proves that it holds no such rows.',
    effect: 'Reads and writes of the table that is read wait until all of its rows are seen.',
    instead:
      'Add a check with the bounds (`NOT VALID`, then `VALIDATE CONSTRAINT`; with `IS NOT NULL`, unless the column is `NOT NULL`) to the table before it is attached, and its contrary to the default partition.',
    notWhen: 'The table that is read is small, or nobody uses it yet.',
    examples: [
      {
        name: 'no-check',
        schema:
          'CREATE TABLE event (id bigint NOT NULL) PARTITION BY RANGE (id);\nCREATE TABLE event_1 (id bigint NOT NULL);',
        unsafe: 'ALTER TABLE event ATTACH PARTITION event_1 FOR VALUES FROM (1) TO (1000);',
        reports: ['1:19-1:73 attach'],
        safe: [
          'ALTER TABLE event_1 ADD CONSTRAINT bounds CHECK (id >= 1 AND id < 1000) NOT VALID;',
          'ALTER TABLE event_1 VALIDATE CONSTRAINT bounds;',
          'ALTER TABLE event ATTACH PARTITION event_1 FOR VALUES FROM (1) TO (1000);'
        ]
      },
      {
        name: 'default-partition',
        schema:
          'CREATE TABLE event (id bigint NOT NULL) PARTITION BY RANGE (id);\nCREATE TABLE event_other PARTITION OF event DEFAULT;',
        unsafe: 'CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM (1) TO (1000);',
        reports: ['1:1-1:70 default'],
        safe: [
          'ALTER TABLE event_other ADD CONSTRAINT not_1 CHECK (id < 1 OR id >= 1000) NOT VALID;',
          'ALTER TABLE event_other VALIDATE CONSTRAINT not_1;',
          'CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM (1) TO (1000);'
        ]
      }
    ]
  },
  check(operation, {blocking, dialect, report}) {
    const [effect] = blocking
    if (!effect || (operation.kind === 'table.create' && !operation.partitionOf)) return
    const attaches = operation.kind === 'partition.attach' && effect.relation.endsWith(operation.partition.name)
    report(attaches ? 'attach' : 'default', {work: describeWork(effect, dialect)})
  }
})

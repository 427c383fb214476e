import {defineRule} from '../src/core/define-rule.js'
import {blocks} from '../src/knowledge/blocks.js'
import {lockTimeoutMs} from '../src/knowledge/lock-timeout.js'
import {keyOf} from '../src/schema/objects.js'

/** Report `PARTITION OF`, which waits for a lock on the whole partitioned table that `ATTACH PARTITION` does not take. */
export default defineRule({
  id: 'no-blocking-partition',
  summary: 'Disallow `PARTITION OF` that waits for everybody who uses the partitioned table',
  severity: 'warning',
  on: 'table.create',
  engines: ['postgres'],
  once: 'migration',
  unlessReportedBy: ['no-scanning-attach-partition'],
  recipe: null,
  noRecipeBecause:
    'What the new table takes over of the partitioned one (`LIKE … INCLUDING …`) is its author’s choice.',
  messages: {
    partition:
      'Unexpected `PARTITION OF` without a lock timeout, it takes {{lock}} on `{{relation}}`: while it waits for that, reads and writes of all partitions queue behind it; expected `CREATE TABLE … (LIKE {{relation}} …)` and `ATTACH PARTITION`, or a lock timeout'
  },
  docs: {
    condition:
      'A partition of an existing table is made with `CREATE TABLE … PARTITION OF` while no lock timeout is in force, and the table has no default partition. Reported once a migration.',
    effect:
      'One long query on any partition makes the statement wait, and every read and write of the table that comes after it waits behind it. `ATTACH PARTITION` takes a lock beside which they go on.',
    instead:
      'Make the table by itself (`LIKE … INCLUDING DEFAULTS INCLUDING CONSTRAINTS`) and attach it while it is empty. Or set a lock timeout, and try again.',
    notWhen: 'Nobody reads the table for longer than others may wait.',
    examples: [
      {
        name: 'partition-of',
        schema:
          'CREATE TABLE event (id bigint) PARTITION BY RANGE (id);\nCREATE TABLE event_1 PARTITION OF event FOR VALUES FROM (1) TO (1000);',
        unsafe: 'CREATE TABLE event_2 PARTITION OF event FOR VALUES FROM (1000) TO (2000);',
        reports: ['1:1-1:73 partition'],
        safe: [
          'CREATE TABLE event_2 (LIKE event INCLUDING DEFAULTS INCLUDING CONSTRAINTS);\nALTER TABLE event ATTACH PARTITION event_2 FOR VALUES FROM (1000) TO (2000);',
          "SET lock_timeout = '2s';\nCREATE TABLE event_3 PARTITION OF event FOR VALUES FROM (2000) TO (3000);"
        ]
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARTITION']
  },
  check({partitionOf}, {catalog, command, dialect, effects, hasTraffic, report, session, table}) {
    if (!partitionOf || lockTimeoutMs(command, session) !== undefined) return
    const parent = table(partitionOf.parent)
    if (parent && catalog.defaultPartitions.has(keyOf(parent))) return
    const effect = effects.find(({lock, relation}) => blocks(lock, dialect).reads && hasTraffic(relation))
    if (effect) report('partition', {lock: effect.lock ?? '', relation: effect.relation})
  }
})

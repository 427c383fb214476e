import {defineRule} from '../src/core/define-rule.js'
import {appendConcurrently} from '../src/core/fix/concurrently.js'
import {blocks} from '../src/knowledge/blocks.js'
import {lockTimeoutMs} from '../src/knowledge/lock-timeout.js'
import {keyOf} from '../src/schema/objects.js'

/** Report `DETACH PARTITION` that stops the whole partitioned table, with or without waiting for it. */
export default defineRule({
  id: 'no-blocking-detach',
  summary: 'Disallow `DETACH PARTITION` that blocks reads and writes of all partitions',
  severity: 'warning',
  on: 'partition.detach',
  engines: ['postgres'],
  once: 'migration',
  peers: {
    squawk: ['require-concurrent-partition-detach'],
    pgfence: ['detach-partition'],
    MigrationPilot: ['MP046']
  },
  fixes:
    'Writes `CONCURRENTLY`, and makes the statement run without a transaction, with the mark of the runner or in a migration of its own right after. Not where there is a default partition.',
  recipe: 'detach-concurrently',
  messages: {
    detach:
      'Unexpected `DETACH PARTITION` under {{lock}}: while it waits for its lock on `{{relation}}`, reads and writes queue behind it; expected `DETACH PARTITION … CONCURRENTLY`, or a lock timeout',
    timed:
      'Unexpected `DETACH PARTITION` under {{lock}}: reads and writes of all partitions of `{{relation}}` stop until the transaction ends; expected `DETACH PARTITION … CONCURRENTLY`'
  },
  docs: {
    condition:
      'A partition of an existing table is detached without `CONCURRENTLY`: without a lock timeout in any case, with one where the server could do it concurrently. Reported once a migration.',
    effect:
      'One long query on the table makes the statement wait, and every read and write that comes after it waits behind it.',
    instead: 'Detach it `CONCURRENTLY` in a migration that runs without a transaction.',
    notWhen: 'There is a default partition: the server cannot detach concurrently then; set a timeout.',
    examples: [
      {
        name: 'not-concurrently',
        schema:
          'CREATE TABLE event (id bigint) PARTITION BY RANGE (id);\nCREATE TABLE event_1 PARTITION OF event FOR VALUES FROM (1) TO (1000);',
        unsafe: 'ALTER TABLE event DETACH PARTITION event_1;',
        reports: ['1:19-1:43 detach'],
        safe: ['ALTER TABLE event DETACH PARTITION event_1 CONCURRENTLY;']
      },
      {
        name: 'with-timeout',
        schema:
          'CREATE TABLE event (id bigint) PARTITION BY RANGE (id);\nCREATE TABLE event_1 PARTITION OF event FOR VALUES FROM (1) TO (1000);',
        unsafe: "SET lock_timeout = '2s';\nALTER TABLE event DETACH PARTITION event_1;",
        reports: ['2:19-2:43 timed'],
        safe: ['ALTER TABLE event DETACH PARTITION event_1 CONCURRENTLY;']
      }
    ]
  },
  check({concurrently, finalize, partition, table}, context) {
    const {catalog, command, dialect, effects, hasTraffic, report, session} = context
    if (concurrently || finalize) return
    const effect = effects.find(({lock, relation}) => blocks(lock, dialect).reads && hasTraffic(relation))
    if (!effect) return
    const parent = context.table(table)
    const hasDefault = parent !== undefined && catalog.defaultPartitions.has(keyOf(parent))
    const timed = lockTimeoutMs(command, session) !== undefined
    if (timed && hasDefault) return
    const options = {title: `detach_${partition.name}`, object: partition.name, on: [table.name], back: undefined}
    const fix = hasDefault ? undefined : appendConcurrently(context, options)
    report(timed ? 'timed' : 'detach', {lock: effect.lock ?? '', relation: effect.relation}, {fix})
  }
})

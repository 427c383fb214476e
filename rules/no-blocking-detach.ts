import {defineRule} from '../src/core/define-rule.js'
import {appendConcurrently} from '../src/core/fix/concurrently.js'
import {blocks} from '../src/knowledge/blocks.js'
import {lockTimeoutMs} from '../src/knowledge/lock-timeout.js'
import {keyOf} from '../src/schema/catalog.js'

/** Report `DETACH PARTITION` that waits for its lock for good, with everybody queued behind. */
export default defineRule({
  id: 'no-blocking-detach',
  summary: 'Disallow `DETACH PARTITION` that blocks reads and writes without a lock timeout',
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
      'Unexpected `DETACH PARTITION` under {{lock}}: while it waits for its lock on `{{relation}}`, reads and writes queue behind it; expected `DETACH PARTITION … CONCURRENTLY`, or a lock timeout'
  },
  docs: {
    condition:
      'A partition of an existing table is detached without `CONCURRENTLY`, and no lock timeout is in force. Reported once a migration.',
    effect:
      'One long query on the table makes the statement wait, and every read and write that comes after it waits behind it.',
    instead: 'Detach it `CONCURRENTLY` in a migration that runs without a transaction, or set a short `lock_timeout`.',
    notWhen: 'There is a default partition: the server cannot detach concurrently then; set a timeout.',
    examples: [
      {
        name: 'not-concurrently',
        schema:
          'CREATE TABLE event (id bigint) PARTITION BY RANGE (id);\nCREATE TABLE event_1 PARTITION OF event FOR VALUES FROM (1) TO (1000);',
        unsafe: 'ALTER TABLE event DETACH PARTITION event_1;',
        reports: ['1:19-1:43 detach'],
        safe: ['ALTER TABLE event DETACH PARTITION event_1 CONCURRENTLY;']
      }
    ]
  },
  check({concurrently, finalize, partition, table}, context) {
    const {catalog, command, dialect, effects, hasTraffic, report, session} = context
    if (concurrently || finalize || lockTimeoutMs(command, session) !== undefined) return
    const effect = effects.find(({lock, relation}) => blocks(lock, dialect).reads && hasTraffic(relation))
    if (!effect) return
    const parent = context.table(table)
    const hasDefault = [...catalog.tables.values()].some(
      ({partitionOf}) => partitionOf?.bound.default === true && parent && keyOf(partitionOf.parent) === keyOf(parent)
    )
    const options = {title: `detach_${partition.name}`, object: partition.name, on: [table.name], back: undefined}
    const fix = hasDefault ? undefined : appendConcurrently(context, options)
    report('detach', {lock: effect.lock ?? '', relation: effect.relation}, {fix})
  }
})

import {defineRule} from '../src/core/define-rule.js'
import {addConcurrently} from '../src/core/fix/concurrently.js'
import {blocks} from '../src/knowledge/blocks.js'
import {droppedIndex} from '../src/core/rules/dropped-index.js'
import {findRelation} from '../src/core/rules/relations.js'
import {lockTimeoutMs} from '../src/knowledge/lock-timeout.js'

/** Report `DROP INDEX` that waits for its lock for good, with everybody queued behind. */
export default defineRule({
  id: 'no-blocking-index-drop',
  summary: 'Disallow `DROP INDEX` that blocks reads and writes without a lock timeout',
  severity: 'warning',
  on: 'index.drop',
  engines: ['postgres'],
  once: 'migration',
  peers: {
    squawk: ['require-concurrent-index-deletion'],
    strong_migrations: ['remove_index'],
    atlas: ['PG102'],
    pgfence: ['drop-index-not-concurrent'],
    MigrationPilot: ['MP009'],
    'diesel-guard': ['DropIndexCheck']
  },
  fixes:
    'Writes `CONCURRENTLY`, and makes the statement run without a transaction, with the mark of the runner or in a migration of its own right after. Not where it drops several indexes or says `CASCADE`, nor for partitioned tables.',
  recipe: 'drop-index-concurrently',
  messages: {
    drop: 'Unexpected `DROP INDEX` under {{lock}}: while it waits for its lock on `{{relation}}`, reads and writes queue behind it; expected `DROP INDEX CONCURRENTLY`, or a lock timeout',
    unknown:
      'Unexpected `DROP INDEX`: while it waits for its lock on the table, reads and writes queue behind it; expected `DROP INDEX CONCURRENTLY`, or a lock timeout'
  },
  docs: {
    condition:
      'An index of an existing table is dropped without `CONCURRENTLY`, and no lock timeout is in force. Reported once a migration.',
    effect:
      'One long query on the table makes the statement wait, and every read and write that comes after it waits behind it.',
    instead:
      'Drop it `CONCURRENTLY` in a migration that runs without a transaction, or set a short `lock_timeout` and try again when it strikes.',
    notWhen:
      'No query of the table takes long. The index of a partitioned table cannot be dropped concurrently: set a timeout for it.',
    examples: [
      {
        name: 'not-concurrently',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, author bigint);\nCREATE INDEX post_author ON post (author);',
        unsafe: 'DROP INDEX post_author;',
        reports: ['1:1-1:23 drop'],
        safe: ['DROP INDEX CONCURRENTLY post_author;']
      },
      {name: 'table-not-known', unsafe: 'DROP INDEX post_author;', reports: ['1:1-1:23 unknown']}
    ]
  },
  check(operation, context) {
    const {cascade, concurrently, ifExists, index} = operation
    const {catalog, command, dialect, effects, hasTraffic, report, session} = context
    if (lockTimeoutMs(command, session) !== undefined) return

    // With a column or the table the index goes too, and what it let nobody do may be done.
    const dropped = droppedIndex(operation, catalog, session)
    const on = dropped === undefined ? ('unknown' as const) : [dropped.table.name]
    const options = {title: `drop_${index.name}`, object: index.name, on, back: undefined}
    const canBe = command.operations.length === 1 && cascade !== true && concurrently !== true
    const fix = canBe ? addConcurrently(context, 'INDEX', options) : undefined

    // An index that no migration has made is an old one, but for `IF EXISTS` in a history that is known.
    const isKnownHistory = catalog.indexes.values().next().done !== true
    if (effects.length === 0 && concurrently !== true && !(ifExists === true && isKnownHistory))
      report('unknown', {}, {fix})

    const effect = effects.find(({lock, relation}) => blocks(lock, dialect).reads && hasTraffic(relation))
    if (!effect) return
    const isPartitioned = findRelation(effect.relation, catalog, session)?.kind === 'partitioned-table'
    const data = {lock: effect.lock ?? '', relation: effect.relation}
    report('drop', data, {fix: isPartitioned ? undefined : fix})
  }
})

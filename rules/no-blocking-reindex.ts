import {defineRule} from '../src/core/define-rule.js'
import {addConcurrently} from '../src/core/fix/concurrently.js'
import {describeWork} from '../src/knowledge/describe.js'

/** Report `REINDEX` that keeps writers out. */
export default defineRule({
  id: 'no-blocking-reindex',
  summary: 'Disallow `REINDEX` that blocks writes to an existing table',
  severity: 'error',
  on: 'index.reindex',
  engines: ['postgres'],
  once: 'command',
  peers: {
    squawk: ['require-concurrent-reindex'],
    pgfence: ['reindex-non-concurrent'],
    MigrationPilot: ['MP021'],
    'diesel-guard': ['ReindexCheck']
  },
  fixes:
    'Writes `CONCURRENTLY`, and makes the statement run without a transaction, with the mark of the runner or in a migration of its own right after. Not for partitioned tables and `REINDEX SYSTEM`.',
  recipe: 'reindex-concurrently',
  messages: {
    build: 'Unexpected `REINDEX`, it {{work}}; expected `REINDEX … CONCURRENTLY`, outside of a transaction',
    all: 'Unexpected `REINDEX` of a whole {{target}}, it reads table after table under SHARE, which blocks writes; expected `REINDEX … CONCURRENTLY`, outside of a transaction',
    partitioned:
      'Unexpected `REINDEX … CONCURRENTLY` of a partitioned table, it {{work}}; expected one partition at a time'
  },
  docs: {
    condition:
      'Indexes of an existing table are built anew without `CONCURRENTLY`; or with it, but for all partitions of a table, which waits for and blocks writers of each of them before it begins.',
    effect:
      'Everybody who wants to write to the table waits until its indexes are built; so do readers, for the index itself.',
    instead:
      'Use `REINDEX INDEX CONCURRENTLY` or `REINDEX TABLE CONCURRENTLY` outside of a transaction, one partition at a time.',
    notWhen: 'The index is small.',
    examples: [
      {
        name: 'table',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY);',
        unsafe: 'REINDEX TABLE post;',
        reports: ['1:1-1:19 build'],
        safe: ['REINDEX TABLE CONCURRENTLY post;']
      },
      {
        name: 'all-tables',
        unsafe: 'REINDEX SCHEMA public;',
        reports: ['1:1-1:22 all'],
        safe: ['REINDEX SCHEMA CONCURRENTLY public;']
      },
      {
        name: 'partitioned',
        schema:
          'CREATE TABLE event (id bigint PRIMARY KEY) PARTITION BY RANGE (id);\nCREATE TABLE event_1 PARTITION OF event FOR VALUES FROM (1) TO (1000);',
        unsafe: 'REINDEX TABLE CONCURRENTLY event;',
        reports: ['1:1-1:33 partitioned'],
        safe: ['REINDEX TABLE CONCURRENTLY event_1;']
      }
    ]
  },
  check({concurrently, name, target}, context) {
    const {blocking, dialect, judgement, report, table} = context
    const [effect] = blocking
    if (!effect) {
      const isAll = target === 'schema' || target === 'database' || target === 'system'
      // Tables that are not known are there all the same.
      if (isAll && !concurrently && judgement.effects.length === 0) report('all', {target})
      return
    }
    const work = describeWork(effect, dialect)
    if (concurrently) {
      report('partitioned', {work})
      return
    }
    const canBe = target !== 'system' && (name === undefined || table(name)?.kind !== 'partitioned-table')
    const options = {title: `reindex_${name?.name ?? target}`, object: name?.name, on: 'unknown' as const, back: ''}
    report('build', {work}, {fix: canBe ? addConcurrently(context, target.toUpperCase(), options) : undefined})
  }
})

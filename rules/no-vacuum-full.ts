import {defineRule} from '../src/core/define-rule.js'
import {describeWork} from '../src/knowledge/describe.js'

/** Report `VACUUM FULL` and `CLUSTER`, which write the table afresh while nobody can read it. */
export default defineRule({
  id: 'no-vacuum-full',
  summary: 'Disallow `VACUUM FULL` and `CLUSTER` of existing tables',
  severity: 'error',
  on: ['table.vacuum', 'table.cluster'],
  engines: ['postgres'],
  once: 'command',
  peers: {
    squawk: ['prefer-repack'],
    pgfence: ['vacuum-full'],
    MigrationPilot: ['MP006', 'MP032']
  },
  recipe: 'repack-table',
  messages: {
    vacuum: 'Unexpected `VACUUM FULL`, it {{work}}; expected plain `VACUUM`, or pg_repack',
    cluster: 'Unexpected `CLUSTER`, it {{work}}; expected pg_repack',
    everything: 'Unexpected `{{what}}` of the whole database, expected tables by name, with pg_repack'
  },
  docs: {
    condition: '`VACUUM FULL` or `CLUSTER` is run on an existing table, or on all of them.',
    effect: 'Nobody can read or write the table until all of it is written afresh.',
    instead:
      'Plain `VACUUM` gives space back for reuse and blocks nobody; pg_repack writes a table afresh beside the old one.',
    notWhen: 'The table is small, or nobody needs it for that long.',
    examples: [
      {
        name: 'vacuum-full',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY);',
        unsafe: 'VACUUM FULL post;',
        reports: ['1:1-1:17 vacuum'],
        safe: ['VACUUM post;']
      },
      {
        name: 'cluster',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY);',
        unsafe: 'CLUSTER post USING post_pkey;',
        reports: ['1:1-1:29 cluster']
      },
      {name: 'all-tables', unsafe: 'VACUUM FULL;', reports: ['1:1-1:12 everything'], safe: ['VACUUM;']}
    ]
  },
  check(operation, {blocking, dialect, report}) {
    const isVacuum = operation.kind === 'table.vacuum'
    if (isVacuum && !operation.full) return
    if (operation.table === undefined) report('everything', {what: isVacuum ? 'VACUUM FULL' : 'CLUSTER'})
    const [effect] = blocking
    if (operation.table && effect) report(isVacuum ? 'vacuum' : 'cluster', {work: describeWork(effect, dialect)})
  }
})

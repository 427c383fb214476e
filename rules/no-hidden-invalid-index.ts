import {defineRule} from '../src/core/define-rule.js'
import {hidesFailedBuild} from '../src/core/rules/failed-build.js'

/** Report index builds that take what a failed build has left for the index; of unique ones: `no-unenforced-uniqueness`. */
export default defineRule({
  id: 'no-hidden-invalid-index',
  summary: 'Disallow `IF NOT EXISTS` with `CREATE INDEX CONCURRENTLY`',
  severity: 'warning',
  on: 'index.create',
  engines: ['postgres'],
  peers: {
    MigrationPilot: ['MP070']
  },
  recipe: 'create-index-concurrently',
  messages: {
    hidden:
      'Unexpected `IF NOT EXISTS`: when the build fails it leaves an invalid index `{{index}}`, and the next run takes that for done; expected `DROP INDEX CONCURRENTLY IF EXISTS` before it'
  },
  docs: {
    condition:
      'An index of an existing table that is not unique is built with `CONCURRENTLY IF NOT EXISTS`. The file neither drops it before nor builds it again after (`REINDEX INDEX`). Of unique ones speaks [`no-unenforced-uniqueness`](no-unenforced-uniqueness.md).',
    effect:
      'A build that is cancelled or times out leaves an index that no query uses; if it was nearly done, every write keeps it up to date. The second run finds its name, does nothing and succeeds.',
    instead:
      'Drop what a failed run may have left, then build without `IF NOT EXISTS`. Where an index of that name may be in use already, drop it only if `pg_index.indisvalid` is false.',
    notWhen: 'Something else looks for invalid indexes (`pg_index.indisvalid`).',
    examples: [
      {
        name: 'if-not-exists',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, author bigint);',
        unsafe: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS post_author ON post (author);',
        reports: ['1:1-1:69 hidden'],
        safe: [
          'DROP INDEX CONCURRENTLY IF EXISTS post_author;\nCREATE INDEX CONCURRENTLY post_author ON post (author);'
        ]
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY']
  },
  check(operation, context) {
    const {index, table} = operation
    if (index.unique || !context.hasTraffic(table) || !hidesFailedBuild(operation, context)) return
    context.report('hidden', {index: index.name ?? ''})
  }
})

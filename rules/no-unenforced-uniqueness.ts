import {defineRule} from '../src/core/define-rule.js'
import {hidesFailedBuild} from '../src/core/rules/failed-build.js'

/** Report builds of unique indexes that take what a failed build has left for the index. */
export default defineRule({
  id: 'no-unenforced-uniqueness',
  summary: 'Disallow `IF NOT EXISTS` with `CREATE UNIQUE INDEX CONCURRENTLY`',
  severity: 'warning',
  on: 'index.create',
  engines: ['postgres'],
  peers: {
    MigrationPilot: ['MP070']
  },
  recipe: 'create-index-concurrently',
  messages: {
    hidden:
      'Unexpected `IF NOT EXISTS`: when the build fails it leaves an invalid index `{{index}}`, the next run takes that for done, and equal rows are let in; expected `DROP INDEX CONCURRENTLY IF EXISTS` before it'
  },
  docs: {
    condition:
      'A unique index of an existing table is built with `CONCURRENTLY IF NOT EXISTS`. The file neither drops it before nor hands it to a constraint (`USING INDEX`, which refuses an invalid one) or builds it again (`REINDEX INDEX`) after.',
    effect:
      'A build that meets two equal rows, is cancelled or times out fails and leaves an invalid index. The second run finds its name, does nothing and succeeds: the migration counts as applied, and equal rows go on coming in. `ON CONFLICT` and foreign keys to the columns fail, since they take no invalid index. One that had nearly been built refuses some writes, while no query uses it.',
    instead:
      'Drop what a failed run may have left, then build without `IF NOT EXISTS`. Where an index of that name may be in force already, drop it only if `pg_index.indisvalid` is false.',
    notWhen:
      'Something else looks for invalid indexes (`pg_index.indisvalid`) before the release that counts on this one.',
    examples: [
      {
        name: 'if-not-exists',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, email text);',
        unsafe: 'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS account_email ON account (email);',
        reports: ['1:1-1:80 hidden'],
        safe: [
          'DROP INDEX CONCURRENTLY IF EXISTS account_email;\nCREATE UNIQUE INDEX CONCURRENTLY account_email ON account (email);'
        ]
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY']
  },
  check(operation, context) {
    const {index, table} = operation
    if (!index.unique || !context.hasTraffic(table) || !hidesFailedBuild(operation, context)) return
    context.report('hidden', {index: index.name ?? ''})
  }
})

import {defineRule} from '../src/core/define-rule.js'
import type {Operation} from '../src/operations/operation.js'

/** Report index builds that take what a failed build has left for the index. */
export default defineRule({
  id: 'no-hidden-invalid-index',
  summary: 'Disallow `IF NOT EXISTS` with `CREATE INDEX CONCURRENTLY`',
  severity: 'warning',
  preset: 'strict',
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
    condition: 'An index of an existing table is built with `CONCURRENTLY IF NOT EXISTS`, and not dropped before.',
    effect:
      'A build that is cancelled, times out or meets a duplicate leaves an index that every write keeps up to date and no query uses. The second run finds its name, does nothing and succeeds.',
    instead: 'Drop what a failed run may have left, then build without `IF NOT EXISTS`.',
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
  check({concurrently, ifNotExists, index, range, table}, {hasTraffic, migration, report}) {
    if (concurrently !== true || ifNotExists !== true || !hasTraffic(table)) return
    const drops = (other: Operation): boolean =>
      other.kind === 'index.drop' && other.index.name === index.name && other.range.end <= range.start
    const isDroppedBefore = migration.script.statements.some(({commands}) =>
      commands.some(({operations}) => operations.some(drops))
    )
    if (!isDroppedBefore) report('hidden', {index: index.name ?? ''})
  }
})

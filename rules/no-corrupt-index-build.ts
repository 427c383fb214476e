import {defineRule} from '../src/core/define-rule.js'
import {corruptsConcurrentIndexes} from '../src/knowledge/postgres/known-faults.js'

/** Report concurrent builds of indexes on releases that leave rows out of them. */
export default defineRule({
  id: 'no-corrupt-index-build',
  summary: 'Disallow concurrent builds of indexes on a server that may corrupt them',
  severity: 'error',
  on: ['index.create', 'index.reindex'],
  engines: ['postgres'],
  once: 'migration',
  peers: {
    strong_migrations: ['add_index_corruption']
  },
  recipe: null,
  noRecipeBecause: 'The server is updated to a newer release of the same version first.',
  messages: {
    corrupt:
      'Unexpected `CONCURRENTLY` on this release of the server, rows that are written meanwhile may be missing in the index; expected a newer release of the same version'
  },
  docs: {
    condition:
      'An index is built or built anew `CONCURRENTLY`, and the configured or live server is PostgreSQL 14.0 to 14.3.',
    effect:
      'Rows that others change while the index is built may be missing in it. Queries that use it do not find them, and a unique index lets duplicates in; nothing tells.',
    instead:
      'Update the server to the newest release of PostgreSQL 14. Indexes that were built so before are to be built anew after that.',
    notWhen: 'Nobody writes to the table while the index is built.',
    examples: [
      {
        name: 'create',
        version: '14.3',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, author bigint);',
        unsafe: 'CREATE INDEX CONCURRENTLY post_author ON post (author);',
        reports: ['1:1-1:55 corrupt']
      }
    ],
    sources: ['https://www.postgresql.org/docs/release/14.4/']
  },
  check({concurrently}, {report, session}) {
    if (concurrently === true && corruptsConcurrentIndexes(session.server)) report('corrupt')
  }
})

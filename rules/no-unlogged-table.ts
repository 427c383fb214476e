import {defineRule} from '../src/core/define-rule.js'

/** Report tables whose rows do not outlive a crash and are on no replica. */
export default defineRule({
  id: 'no-unlogged-table',
  summary: 'Disallow making an existing table unlogged',
  severity: 'error',
  peers: {
    atlas: ['PG307'],
    pgfence: ['set-logged-unlogged'],
    MigrationPilot: ['MP047']
  },
  on: 'table.set-persistence',
  engines: ['postgres'],
  recipe: null,
  noRecipeBecause: 'There is no safe way to lose the log.',
  messages: {
    unlogged:
      'Unexpected `SET UNLOGGED`, all rows of `{{table}}` are gone after a crash, and replicas have none of them; expected the table to stay logged'
  },
  docs: {
    condition: 'An existing table becomes unlogged, and is not logged again by the end of the migration.',
    effect:
      'After a crash or a failover the server empties the table. Physical replicas refuse to read it, and backups by `pg_basebackup` have no rows of it. The change itself writes the table afresh while nobody can read it.',
    instead: 'Leave the table logged; load large amounts into a new unlogged table, and copy from there.',
    notWhen: 'Its rows can be made again at any time, such as a cache.',
    examples: [
      {
        name: 'unlogged',
        schema: 'CREATE TABLE session (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE session SET UNLOGGED;',
        reports: ['1:21-1:33 unlogged'],
        safe: ['CREATE UNLOGGED TABLE session_cache (id bigint PRIMARY KEY);']
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/sql-createtable.html']
  },
  check({persistence, table}, {atEnd, isNew, report}) {
    if (persistence !== 'unlogged' || isNew(table)) return
    atEnd((find) => {
      if (find(table)?.persistence !== 'permanent') report('unlogged', {table: table.name})
    })
  }
})

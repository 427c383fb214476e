import {defineRule} from '../src/core/define-rule.js'
import type {Name} from '../src/operations/definitions.js'

/** Report materialized views that are filled where they are made. */
export default defineRule({
  id: 'no-filled-materialized-view',
  summary: 'Disallow `CREATE MATERIALIZED VIEW` that runs its query within the migration',
  severity: 'warning',
  on: 'view.create',
  engines: ['postgres'],
  peers: {
    MigrationPilot: ['MP096']
  },
  recipe: 'create-then-refresh',
  messages: {
    filled:
      'Unexpected data in `{{view}}`: the migration runs its whole query on `{{source}}`, in its transaction if there is one; expected `WITH NO DATA`, and a refresh before anybody reads it'
  },
  docs: {
    condition: 'A materialized view over existing tables is made without `WITH NO DATA`.',
    effect:
      'The deployment takes as long as the query, with all locks that the transaction has taken before, and vacuum cannot remove rows that die meanwhile.',
    instead:
      'Make it `WITH NO DATA` and refresh it in the job that does so later, before readers are switched to it: until then reading it is an error. One that takes the place of another is made under another name, filled, and renamed.',
    notWhen: 'The query is quick.',
    examples: [
      {
        name: 'with-data',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY);',
        unsafe: 'CREATE MATERIALIZED VIEW recent AS SELECT id FROM post;',
        reports: ['1:1-1:55 filled'],
        safe: ['CREATE MATERIALIZED VIEW recent AS SELECT id FROM post WITH NO DATA;']
      },
      {
        name: 'through-a-view',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY);',
        unsafe:
          'CREATE VIEW post_id AS SELECT id FROM post;\nCREATE MATERIALIZED VIEW recent AS SELECT id FROM post_id;',
        reports: ['2:1-2:58 filled']
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/sql-creatematerializedview.html']
  },
  check({materialized, reads, view, withData}, {hasTraffic, report, table}) {
    if (!materialized || withData === false) return
    const stored = (name: Name): Name[] => {
      const found = table(name)
      return found?.kind === 'view' && found.reads ? found.reads.flatMap(stored) : [name]
    }
    const source = reads.flatMap(stored).find((name) => hasTraffic(name))
    if (source) report('filled', {view: view.name, source: source.name})
  }
})

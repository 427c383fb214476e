import {defineRule} from '../src/core/define-rule.js'

/** Report the filling of materialized views that already exist, by migrations. */
export default defineRule({
  id: 'no-refresh-in-migration',
  summary: 'Disallow refreshing materialized views in migrations',
  severity: 'info',
  preset: 'strict',
  on: 'view.refresh',
  engines: ['postgres'],
  unlessReportedBy: ['no-blocking-refresh'],
  peers: {
    pgfence: ['refresh-matview-concurrent']
  },
  recipe: null,
  noRecipeBecause: 'It belongs to the job that refreshes the view at other times.',
  messages: {
    refresh:
      'Unexpected `REFRESH` of `{{view}}` in a migration: the deployment waits for its whole query, and other refreshes wait for {{lock}}; expected the job that refreshes it otherwise'
  },
  docs: {
    condition: 'A materialized view that exists already is refreshed, even if `CONCURRENTLY`.',
    effect:
      'With `CONCURRENTLY` readers go on (without, [`no-blocking-refresh`](no-blocking-refresh.md) reports it too), but the deployment takes as long as the query of the view and the comparison with what it holds, and refreshes by others wait.',
    instead: 'Let the job that refreshes the view at other times do it after the deployment.',
    notWhen: 'The release cannot work with what the view holds.',
    examples: [
      {
        name: 'concurrently',
        schema:
          'CREATE TABLE post (id bigint PRIMARY KEY);\nCREATE MATERIALIZED VIEW recent AS SELECT id FROM post;\nCREATE UNIQUE INDEX recent_id ON recent (id);',
        unsafe: 'REFRESH MATERIALIZED VIEW CONCURRENTLY recent;',
        reports: ['1:1-1:46 refresh']
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html']
  },
  check({view, withData}, {effect, hasTraffic, report}) {
    if (withData && hasTraffic(view)) report('refresh', {view: view.name, lock: effect?.lock ?? 'its lock'})
  }
})

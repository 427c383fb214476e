import {defineRule} from '../src/core/define-rule.js'
import type {Fix} from '../src/migrations/fixing/fix.js'
import {isPlain} from '../src/core/fix/outside-transaction.js'
import {insertAfterWords} from '../src/core/fix/words.js'
import {describeWork} from '../src/knowledge/describe.js'

/** Report `REFRESH MATERIALIZED VIEW` that keeps readers out. */
export default defineRule({
  id: 'no-blocking-refresh',
  summary: 'Disallow `REFRESH MATERIALIZED VIEW` that blocks readers of the view',
  severity: 'error',
  on: 'view.refresh',
  engines: ['postgres'],
  once: 'command',
  peers: {
    pgfence: ['refresh-matview-blocking'],
    MigrationPilot: ['MP033'],
    'diesel-guard': ['RefreshMatViewCheck']
  },
  fixes: 'Writes `CONCURRENTLY` where a unique index of plain columns over all rows of the view is known.',
  recipe: 'refresh-concurrently',
  messages: {
    refresh:
      'Unexpected `REFRESH MATERIALIZED VIEW`, it {{work}}; expected `CONCURRENTLY`, with a unique index on the view',
    empty:
      'Unexpected `WITH NO DATA`: queries of `{{view}}` fail from then on until it is filled again; expected `CONCURRENTLY`, with a unique index on the view'
  },
  docs: {
    condition:
      'A materialized view that exists already, and has rows, is filled anew without `CONCURRENTLY`, or emptied (`WITH NO DATA`).',
    effect:
      'Everybody who reads the view waits until its query has run. Of one that was emptied they get an error: it “has not been populated”.',
    instead: 'Give the view a unique index and refresh it `CONCURRENTLY`.',
    notWhen: 'Nobody reads the view, or its query is quick.',
    examples: [
      {
        name: 'not-concurrently',
        schema:
          'CREATE TABLE post (id bigint PRIMARY KEY);\nCREATE MATERIALIZED VIEW recent AS SELECT id FROM post;\nCREATE UNIQUE INDEX recent_id ON recent (id);',
        unsafe: 'REFRESH MATERIALIZED VIEW recent;',
        reports: ['1:1-1:33 refresh'],
        safe: ['REFRESH MATERIALIZED VIEW CONCURRENTLY recent;']
      },
      {
        name: 'filled-again',
        schema:
          'CREATE TABLE post (id bigint PRIMARY KEY);\nCREATE MATERIALIZED VIEW recent AS SELECT id FROM post WITH NO DATA;\nCREATE UNIQUE INDEX recent_id ON recent (id);\nREFRESH MATERIALIZED VIEW recent;',
        unsafe: 'REFRESH MATERIALIZED VIEW recent;',
        reports: ['1:1-1:33 refresh']
      },
      {
        name: 'with-no-data',
        schema:
          'CREATE TABLE post (id bigint PRIMARY KEY);\nCREATE MATERIALIZED VIEW recent AS SELECT id FROM post;\nCREATE UNIQUE INDEX recent_id ON recent (id);',
        unsafe: 'REFRESH MATERIALIZED VIEW recent WITH NO DATA;',
        reports: ['1:1-1:46 empty']
      }
    ]
  },
  check({concurrently, view, withData}, context) {
    const {blocking, dialect, migration, report, statement} = context
    const [effect] = concurrently ? [] : blocking
    // One that has no rows nobody reads, and the server refuses to fill it `CONCURRENTLY`.
    if (!effect || context.table(view)?.unfilled === true) return
    if (!withData) {
      report('empty', {view: view.name})
      return
    }
    // https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html
    const key = context
      .table(view)
      ?.indexes.find(
        ({elements, unique, valid, where}) =>
          unique && valid && where === undefined && elements.every(({column}) => column !== undefined)
      )
    const fix = (): Fix | undefined => {
      const edit = insertAfterWords(migration.text, statement.range, ['VIEW'], ' CONCURRENTLY')
      return edit && key && isPlain(context) ? {edits: [edit]} : undefined
    }
    report('refresh', {work: describeWork(effect, dialect)}, {fix})
  }
})

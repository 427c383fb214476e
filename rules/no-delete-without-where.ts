import {defineRule} from '../src/core/define-rule.js'
import {touchedRows} from '../src/knowledge/touched-rows.js'

/** Report `DELETE`s of every row of a table in one go. */
export default defineRule({
  id: 'no-delete-without-where',
  summary: 'Disallow `DELETE` of all rows of an existing table in one statement',
  severity: 'error',
  on: 'rows.delete',
  engines: ['postgres', 'mysql', 'mariadb'],
  once: 'table',
  unlessReportedBy: ['no-work-under-exclusive-lock'],
  peers: {
    pgfence: ['delete-without-where'],
    MigrationPilot: ['MP067'],
    bytebase: ['STATEMENT_WHERE_REQUIRE_UPDATE_DELETE'],
    'diesel-guard': ['MutationWithoutWhereCheck']
  },
  recipe: 'batched-delete',
  messages: {
    all: 'Unexpected `DELETE` of all rows of `{{table}}`, each stays locked until the last is gone; expected a condition, and batches by key'
  },
  docs: {
    condition: 'A `DELETE` from an existing table has no condition, or one that is always true.',
    effect:
      'All rows are gone. Until the statement ends, whoever wants to write one of them waits, and replicas fall behind.',
    instead: 'Say which rows are meant, and delete a few thousand at a time by ranges of the key.',
    notWhen: 'The table has few rows and all are meant.',
    examples: [
      {
        name: 'no-condition',
        schema: 'CREATE TABLE session (id bigint PRIMARY KEY);',
        unsafe: 'DELETE FROM session;',
        reports: ['1:1-1:20 all'],
        safe: ['DELETE FROM session WHERE id BETWEEN 1 AND 1000;']
      },
      {
        name: 'mysql-no-condition',
        dialect: 'mysql',
        schema: 'CREATE TABLE session (id bigint PRIMARY KEY);',
        unsafe: 'DELETE FROM session;',
        reports: ['1:1-1:20 all'],
        safe: ['DELETE FROM session ORDER BY id LIMIT 1000;']
      }
    ]
  },
  check(operation, {hasTraffic, report, table}) {
    const known = table(operation.table)
    if (!hasTraffic(operation.table) || touchedRows(operation, known) !== 'all') return
    report('all', {table: operation.table.name})
  }
})

import {defineRule} from '../src/core/define-rule.js'
import {touchedRows} from '../src/knowledge/touched-rows.js'

/** Report `UPDATE`s of every row of a table in one go. */
export default defineRule({
  id: 'no-update-without-where',
  summary: 'Disallow `UPDATE` of all rows of an existing table in one statement',
  severity: 'error',
  on: 'rows.update',
  engines: ['postgres', 'mysql', 'mariadb'],
  once: 'table',
  unlessReportedBy: ['no-work-under-exclusive-lock'],
  peers: {
    MigrationPilot: ['MP011'],
    bytebase: ['STATEMENT_WHERE_REQUIRE_UPDATE_DELETE'],
    'diesel-guard': ['MutationWithoutWhereCheck']
  },
  recipe: 'batched-backfill',
  messages: {
    all: 'Unexpected `UPDATE` of all rows of `{{table}}`, each stays locked until the last is written; expected batches by key, each in its own transaction'
  },
  docs: {
    condition: 'An `UPDATE` of an existing table has no condition, or one that is always true.',
    effect: {
      postgres:
        'Each row stays locked until all are written: whoever wants to write one waits. The table grows to about twice its size, and replicas fall behind.',
      mysql:
        'Each row stays locked until all are written: whoever wants to write one waits. The undo log keeps the old rows until then, and replicas fall behind.'
    },
    instead:
      'Update a few thousand rows at a time by ranges of the key, and commit after each. A column that is the same in all rows can be a default.',
    notWhen: 'The table has few rows.',
    examples: [
      {
        name: 'no-condition',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, state text);',
        unsafe: "UPDATE account SET state = 'open';",
        reports: ['1:1-1:34 all'],
        safe: ["UPDATE account SET state = 'open' WHERE id > 0 AND id <= 1000;"]
      },
      {
        name: 'mysql-always-true',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, state varchar(10));',
        unsafe: "UPDATE account SET state = 'open' WHERE 1 = 1;",
        reports: ['1:1-1:46 all'],
        safe: ["UPDATE account SET state = 'open' WHERE state IS NULL LIMIT 1000;"]
      }
    ]
  },
  check(operation, {hasTraffic, report, table}) {
    const known = table(operation.table)
    if (!hasTraffic(operation.table) || touchedRows(operation, known) !== 'all') return
    report('all', {table: operation.table.name})
  }
})

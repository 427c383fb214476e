import {defineRule} from '../src/core/define-rule.js'

/** Report batches that take other rows on the replica than here. */
export default defineRule({
  id: 'no-unordered-limit',
  summary: 'Disallow `LIMIT` without `ORDER BY` where statements are replicated as they are written',
  severity: 'error',
  peers: {
    bytebase: ['STATEMENT_DISALLOW_LIMIT']
  },
  on: ['rows.update', 'rows.delete', 'rows.insert'],
  engines: ['mysql', 'mariadb'],
  recipe: null,
  noRecipeBecause: 'The order is written, by a unique key.',
  messages: {
    unordered:
      'Unexpected `LIMIT` without `ORDER BY` with `binlog_format = {{format}}`, the replica may change other rows of `{{table}}`; expected an order by a unique key'
  },
  docs: {
    condition:
      'An `UPDATE`, `DELETE` or `INSERT … SELECT` has a `LIMIT` and no `ORDER BY`, and the runner or the file sets `binlog_format = STATEMENT`.',
    effect:
      'The replica runs the statement again and takes whatever rows come first there: from then on its data is not that of the primary.',
    instead:
      'Order by a unique key, or replicate rows (`binlog_format = ROW`, the default of MySQL; `MIXED`, that of MariaDB, does so for such statements).',
    notWhen: 'There is no replica.',
    examples: [
      {
        name: 'delete',
        dialect: 'mysql',
        schema: 'CREATE TABLE session (id bigint PRIMARY KEY, ended datetime);',
        unsafe: "SET SESSION binlog_format = 'STATEMENT';\nDELETE FROM session WHERE ended < '2026-01-01' LIMIT 1000;",
        reports: ['2:1-2:58 unordered'],
        safe: ["DELETE FROM session WHERE ended < '2026-01-01' ORDER BY id LIMIT 1000;"]
      }
    ],
    sources: ['https://dev.mysql.com/doc/refman/9.4/en/replication-rbr-safe-unsafe.html']
  },
  check(operation, {isNew, report, session}) {
    const format = session.get('binlog_format')?.replace(/'/g, '').toUpperCase()
    if (format !== 'STATEMENT' || operation.limit === undefined || isNew(operation.table)) return
    if ('orderBy' in operation && operation.orderBy === true) return
    report('unordered', {format, table: operation.table.name})
  }
})

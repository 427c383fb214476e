import {defineRule} from '../src/core/define-rule.js'
import {hasOffset, touchedRows} from '../src/knowledge/touched-rows.js'

/** Report changes of as many rows as meet a condition. */
export default defineRule({
  id: 'no-unbounded-change',
  summary: 'Disallow changing as many rows as meet a condition',
  severity: 'info',
  preset: 'strict',
  on: ['rows.update', 'rows.delete'],
  engines: ['postgres', 'mysql', 'mariadb'],
  once: 'table',
  unlessReportedBy: ['no-offset-backfill', 'no-work-under-exclusive-lock'],
  peers: {
    pgfence: ['update-in-migration']
  },
  recipe: 'batched-backfill',
  messages: {
    rows: 'Unexpected {{verb}} of `{{table}}` with a condition that any number of rows may meet, each stays locked until the last is done; expected batches by key, each in its own transaction'
  },
  docs: {
    condition:
      'An `UPDATE` or `DELETE` of an existing table compares with values, but neither by a unique key nor with a `LIMIT`.',
    effect:
      'If many rows meet it, each stays locked until all are done: whoever wants to write one waits; dead rows pile up, and replicas fall behind.',
    instead: 'Change a few thousand rows at a time by ranges of the key, and commit after each.',
    notWhen: 'You know that few rows meet the condition.',
    examples: [
      {
        name: 'condition',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, state text);',
        unsafe: "UPDATE account SET state = 'open' WHERE state = 'opened';",
        reports: ['1:1-1:57 rows'],
        safe: ["UPDATE account SET state = 'open' WHERE state = 'opened' AND id BETWEEN 1 AND 1000;"]
      }
    ]
  },
  check(operation, {hasTraffic, report, table}) {
    if (!hasTraffic(operation.table) || hasOffset(operation.where)) return
    if (touchedRows(operation, table(operation.table)) !== 'some') return
    report('rows', {verb: operation.kind === 'rows.update' ? '`UPDATE`' : '`DELETE`', table: operation.table.name})
  }
})

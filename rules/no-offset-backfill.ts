import {defineRule} from '../src/core/define-rule.js'
import {hasOffset} from '../src/knowledge/touched-rows.js'

/** Report batches that are found by counting rows off from the start. */
export default defineRule({
  id: 'no-offset-backfill',
  summary: 'Disallow batches that are cut with `OFFSET`',
  severity: 'warning',
  on: ['rows.update', 'rows.delete', 'rows.insert'],
  engines: ['postgres', 'mysql', 'mariadb'],
  recipe: 'batched-backfill',
  messages: {
    offset:
      'Unexpected `OFFSET` in a batch of `{{table}}`, all rows before it are read again for each batch, and rows are skipped when others are written meanwhile; expected the last key of the batch before (`WHERE id > …`)'
  },
  docs: {
    condition: 'Rows to change or copy are chosen with `LIMIT … OFFSET` from an existing table.',
    effect:
      'Each batch takes longer than the one before it, the last ones as long as a scan of the table; and rows that are written or deleted meanwhile shift the others, so that some are never seen.',
    instead: 'Keep the last key of each batch and go on after it.',
    notWhen: 'The table has few rows.',
    examples: [
      {
        name: 'update',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, state text);',
        unsafe:
          "UPDATE account SET state = 'open' WHERE id IN (SELECT id FROM account ORDER BY id LIMIT 1000 OFFSET 5000);",
        reports: ['1:1-1:106 offset'],
        safe: [
          "UPDATE account SET state = 'open' WHERE id IN (SELECT id FROM account WHERE id > 5000 ORDER BY id LIMIT 1000);"
        ]
      },
      {
        name: 'mysql-copy',
        dialect: 'mysql',
        schema: 'CREATE TABLE session (id bigint PRIMARY KEY);\nCREATE TABLE archive (id bigint PRIMARY KEY);',
        unsafe: 'INSERT INTO archive SELECT id FROM session ORDER BY id LIMIT 1000 OFFSET 5000;',
        reports: ['1:1-1:78 offset'],
        safe: ['INSERT INTO archive SELECT id FROM session WHERE id > 5000 ORDER BY id LIMIT 1000;']
      }
    ]
  },
  check(operation, {hasTraffic, report}) {
    const where = operation.kind === 'rows.insert' ? undefined : operation.where
    if (operation.offset === undefined && !hasOffset(where)) return
    const touched = operation.kind === 'rows.insert' ? operation.reads : [operation.table]
    const busy = touched.find((name) => hasTraffic(name))
    if (busy) report('offset', {table: busy.name})
  }
})

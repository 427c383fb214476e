import {defineRule} from '../src/core/define-rule.js'
import {columnKinds, writtenColumns} from '../src/core/rules/written-columns.js'

/** Report columns that refuse characters outside of the first plane. */
export default defineRule({
  id: 'no-utf8mb3',
  summary: 'Disallow the character set `utf8mb3`',
  severity: 'warning',
  preset: 'strict',
  on: columnKinds,
  engines: ['mysql', 'mariadb'],
  peers: {
    skeema: ['charset'],
    bytebase: ['SYSTEM_CHARSET_ALLOWLIST']
  },
  recipe: null,
  noRecipeBecause: 'A new column is written with `utf8mb4` at once.',
  messages: {
    column: 'Unexpected character set of `{{column}}`, it refuses emoji and many names; expected `utf8mb4`',
    table: 'Unexpected character set of `{{table}}`, it refuses emoji and many names; expected `utf8mb4`'
  },
  docs: {
    condition:
      'A table or a column is made with `utf8` or `utf8mb3`, which hold at most three bytes for each character.',
    effect:
      'Inserts with other characters fail, or get a question mark where `sql_mode` is not strict. On MySQL the change to `utf8mb4` later copies the table.',
    instead: 'Use `utf8mb4`.',
    notWhen: 'The column holds only ASCII; then `ascii` is better still.',
    examples: [
      {
        name: 'table',
        unsafe: 'CREATE TABLE post (id bigint PRIMARY KEY, title varchar(100)) DEFAULT CHARSET=utf8mb3;',
        reports: ['1:1-1:86 table'],
        safe: ['CREATE TABLE post (id bigint PRIMARY KEY, title varchar(100)) DEFAULT CHARSET=utf8mb4;']
      },
      {
        name: 'column',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE post ADD COLUMN title varchar(100) CHARACTER SET utf8mb3;',
        reports: ['1:18-1:69 column'],
        safe: ['ALTER TABLE post ADD COLUMN title varchar(100) CHARACTER SET utf8mb4;']
      }
    ],
    sources: ['https://dev.mysql.com/doc/refman/8.4/en/charset-unicode-utf8mb3.html']
  },
  check(operation, {report}) {
    for (const column of writtenColumns(operation)) {
      const charset = column.type?.charset?.toLowerCase()
      if (charset === 'utf8mb3' || charset === 'utf8') report('column', {column: column.name}, {range: column.range})
    }
    const charset = operation.kind === 'table.create' ? operation.options['default charset']?.toLowerCase() : undefined
    if (charset === 'utf8mb3' || charset === 'utf8') {
      report('table', {table: operation.table.name})
    }
  }
})

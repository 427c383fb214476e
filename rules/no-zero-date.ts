import {defineRule} from '../src/core/define-rule.js'
import {columnKinds, writtenColumns} from '../src/core/rules/written-columns.js'

/** Report dates that are none. */
export default defineRule({
  id: 'no-zero-date',
  summary: 'Disallow `0000-00-00` as a default',
  severity: 'warning',
  on: columnKinds,
  engines: ['mysql'],
  peers: {
    skeema: ['zero-date']
  },
  recipe: null,
  noRecipeBecause: 'What stands for “none”, the application decides.',
  messages: {
    zero: 'Unexpected default of `{{column}}` that is no date; expected `NULL`, or a date'
  },
  docs: {
    condition: 'A column gets a default of `0000-00-00`.',
    effect:
      'The modes that MySQL has by default refuse the table and every later change of it, also one that does not touch the column; drivers refuse to read it.',
    instead: 'Let the column be `NULL`.',
    notWhen:
      'The application is old, and so is the `sql_mode` of everybody who will ever change the table. MariaDB takes such a default.',
    examples: [
      {
        name: 'zero',
        unsafe:
          "SET SESSION sql_mode = '';\nCREATE TABLE post (id bigint PRIMARY KEY, seen date NOT NULL DEFAULT '0000-00-00');",
        reports: ['2:43-2:82 zero'],
        safe: ['CREATE TABLE post (id bigint PRIMARY KEY, seen date NULL);']
      }
    ],
    sources: ['https://dev.mysql.com/doc/refman/8.4/en/sql-mode.html#sqlmode_no_zero_date']
  },
  check(operation, {report}) {
    for (const column of writtenColumns(operation)) {
      const text = column.definition?.default?.text ?? ''
      if (!/^'?0{4}-0{2}-0{2}/.test(text)) continue
      report('zero', {column: column.name}, {range: column.range})
    }
  }
})

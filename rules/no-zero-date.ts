import {defineRule} from '../src/core/define-rule.js'
import {columnKinds, writtenColumns} from '../src/core/rules/written-columns.js'
import {findColumn} from '../src/schema/lookup.js'
import type {DataType} from '../src/operations/definitions.js'

/** Report dates that are none. */
export default defineRule({
  id: 'no-zero-date',
  summary: 'Disallow `0000-00-00` and days that no month has as a default',
  severity: 'warning',
  on: [...columnKinds, 'column.set-default'],
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
    condition:
      'A column gets a date as its default, also by `ALTER COLUMN … SET DEFAULT`, whose month or day is 0, such as `0000-00-00` or `2020-01-00`. The year 0 alone is none: MySQL takes it in every mode.',
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
      },
      {
        name: 'no-day',
        unsafe:
          "SET SESSION sql_mode = '';\nCREATE TABLE post (id bigint PRIMARY KEY, seen date NOT NULL DEFAULT '2020-01-00');",
        reports: ['2:43-2:82 zero'],
        safe: ["CREATE TABLE post (id bigint PRIMARY KEY, seen date NOT NULL DEFAULT '0000-01-01');"]
      },
      {
        name: 'number',
        unsafe: "SET SESSION sql_mode = '';\nCREATE TABLE post (id bigint PRIMARY KEY, seen datetime DEFAULT 0);",
        reports: ['2:43-2:66 zero'],
        safe: ["CREATE TABLE post (id bigint PRIMARY KEY, seen datetime, note varchar(10) DEFAULT '0000-00-00');"]
      },
      {
        name: 'later',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, seen date, code varchar(10));',
        unsafe: "SET SESSION sql_mode = '';\nALTER TABLE post ALTER COLUMN seen SET DEFAULT '0000-00-00';",
        reports: ['2:18-2:60 zero'],
        safe: ["ALTER TABLE post ALTER COLUMN code SET DEFAULT '0000-00-00';"]
      }
    ],
    sources: [
      'https://dev.mysql.com/doc/refman/8.4/en/sql-mode.html#sqlmode_no_zero_date',
      'https://dev.mysql.com/doc/refman/8.4/en/sql-mode.html#sqlmode_no_zero_in_date'
    ]
  },
  check(operation, {dialect, report, table: find}) {
    if (operation.kind === 'column.set-default') {
      const {column: name, default: value, range, table} = operation
      const made = find(table)
      const column = made && findColumn(dialect, made, name)
      if (isDate(column?.type) && withoutDay.test(value.text)) report('zero', {column: name}, {range})
      return
    }
    for (const column of writtenColumns(operation)) {
      const text = column.definition?.default?.text ?? ''
      if (!isDate(column.type) || !withoutDay.test(text)) continue
      report('zero', {column: column.name}, {range: column.range})
    }
  }
})

/** As the server reads a date that a default gives: the month or the day is 0, or all of it is. */
const withoutDay = /^(?:'?\d{1,4}-(?:0{1,2}-\d|\d{1,2}-0{1,2}(?!\d))|'?0+'?$)/

function isDate(type: DataType | undefined): boolean {
  return type !== undefined && ['date', 'datetime', 'timestamp'].includes(type.name)
}

import {defineRule} from '../src/core/define-rule.js'
import {lossOf} from '../src/knowledge/narrowing.js'
import {isLax} from '../src/knowledge/mysql/strict-mode.js'
import {findColumn} from '../src/schema/lookup.js'

/** Report changes that write zeros and cut values silently, because `sql_mode` is not strict. */
export default defineRule({
  id: 'no-lax-mode',
  summary: 'Disallow changes of columns and rows outside of strict mode',
  severity: 'error',
  peers: {
    strong_migrations: ['change_column_null', 'change_column_null_mysql'],
    atlas: ['MY101']
  },
  on: ['column.modify', 'rows.insert', 'rows.update'],
  engines: ['mysql', 'mariadb'],
  once: 'migration',
  recipe: null,
  noRecipeBecause: 'The strict mode is put back, and the values are mended first.',
  messages: {
    zeros:
      'Unexpected `NOT NULL` outside of strict mode, each `NULL` in `{{table}}.{{column}}` becomes 0 or an empty string without a word; expected a strict `sql_mode`, and the rows filled first',
    cut: 'Unexpected type outside of strict mode ({{loss}}), values in `{{table}}.{{column}}` are cut without a word; expected a strict `sql_mode`',
    rows: 'Unexpected change of rows outside of strict mode, values that do not fit `{{table}}` are changed without a word; expected a strict `sql_mode`'
  },
  docs: {
    condition:
      'The file or the runner sets a `sql_mode` without `STRICT_TRANS_TABLES` or `STRICT_ALL_TABLES`, and a column of an existing table becomes `NOT NULL` or holds less than before, or rows of it are written. Reported once a migration, at the first.',
    effect:
      'What would be an error changes the data instead: `NULL` becomes 0, long texts are cut, dates that cannot be become `0000-00-00`. Nothing tells which rows were changed.',
    instead: 'Leave the strict mode of the server on; fill or mend the rows by a statement that says so.',
    notWhen: 'You restore a dump that was written outside of strict mode.',
    examples: [
      {
        name: 'not-null',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, visits int);',
        unsafe: "SET sql_mode = '';\nALTER TABLE account MODIFY visits int NOT NULL;",
        reports: ['2:21-2:47 zeros'],
        safe: ['UPDATE account SET visits = 0 WHERE visits IS NULL AND id BETWEEN 1 AND 1000;']
      },
      {
        name: 'shorter',
        dialect: 'mariadb',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, name varchar(100));',
        unsafe: "SET sql_mode = '';\nALTER TABLE account MODIFY name varchar(10);",
        reports: ['2:21-2:44 cut']
      },
      {
        name: 'rows',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, name varchar(10));',
        unsafe: "SET sql_mode = 'NO_ENGINE_SUBSTITUTION';\nUPDATE account SET name = 'longer than that' WHERE id = 1;",
        reports: ['2:1-2:58 rows']
      }
    ],
    sources: ['https://dev.mysql.com/doc/refman/9.4/en/sql-mode.html#sql-mode-strict']
  },
  check(operation, {dialect, isNew, report, session, table}) {
    if (!isLax(session) || isNew(operation.table)) return
    const name = operation.table.name
    if (operation.kind !== 'column.modify') {
      report('rows', {table: name})
      return
    }
    const before = table(operation.table)
    const column = before && findColumn(dialect, before, operation.column)
    if (operation.definition.nullable === false && column?.notNull !== true) {
      report('zeros', {table: name, column: operation.column})
      return
    }
    const {type} = operation.definition
    const loss = column?.type && type && lossOf(column.type, type, false)
    if (loss !== undefined) report('cut', {table: name, column: operation.column, loss})
  }
})

import {defineRule} from '../src/core/define-rule.js'
import {columnLimit} from '../src/knowledge/column-limit.js'

/** Report tables that near the number of columns that the server takes. */
export default defineRule({
  id: 'no-too-many-columns',
  summary: 'Disallow more columns than the server takes',
  severity: 'error',
  on: ['table.create', 'column.add'],
  engines: ['postgres', 'mysql', 'mariadb'],
  once: 'table',
  recipe: null,
  noRecipeBecause: 'Columns that belong together go to a table of their own, with the same key.',
  options: {
    reserve: {
      type: 'integer',
      minimum: 0,
      default: 0,
      description: 'How many columns are to be left; below that it reports.'
    }
  },
  messages: {
    many: 'Unexpected column number {{count}} of `{{table}}`, the server takes {{limit}}{{counted}}; expected a second table'
  },
  docs: {
    condition:
      'A table has more columns than the server takes, or fewer than `reserve` are left: 1600 on PostgreSQL, which counts dropped columns for ever, 1017 on InnoDB. Where columns that were dropped INSTANT are what is in the way there, the server rebuilds the table: that is `no-table-rebuild`, or `no-refused-clause` with `ALGORITHM=INSTANT`.',
    effect: 'The statement is refused.',
    instead: 'Put columns that belong together into a table of their own, with the same key.',
    notWhen: 'Never: it will not run.',
    examples: [
      {
        name: 'few-left',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN email text;',
        options: {reserve: 1599},
        reports: ['1:21-1:42 many'],
        safe: ['CREATE TABLE account_detail (id bigint PRIMARY KEY REFERENCES account);']
      },
      {
        name: 'mysql-few-left',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN email varchar(100), ALGORITHM=INSTANT;',
        options: {reserve: 1016},
        reports: ['1:21-1:50 many'],
        safe: ['CREATE TABLE account_detail (id bigint PRIMARY KEY);']
      },
      {
        name: 'mysql-column-for-column',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, nickname varchar(100));',
        unsafe: 'ALTER TABLE account ADD COLUMN email varchar(100), ALGORITHM=INSTANT;',
        options: {reserve: 1015},
        reports: ['1:21-1:50 many'],
        safe: ['ALTER TABLE account DROP COLUMN nickname, ADD COLUMN email varchar(100), ALGORITHM=INPLACE, LOCK=NONE;']
      }
    ],
    sources: [
      'https://www.postgresql.org/docs/current/limits.html',
      'https://dev.mysql.com/doc/refman/9.4/en/innodb-limits.html'
    ]
  },
  check(operation, {command, dialect, options, report, table}) {
    const limit = columnLimit[dialect]
    const before = operation.kind === 'column.add' ? table(operation.table) : undefined
    const added = command.operations.filter(({kind}) => kind === 'column.add')
    const fresh =
      operation.kind === 'table.create' ? operation.columns.length : added.findIndex((each) => each === operation) + 1
    // InnoDB makes the table anew where that gives it room; PostgreSQL gives no number out again.
    const stored = dialect === 'postgres' ? (before?.droppedColumns ?? 0) : 0
    const gone = dialect === 'postgres' ? 0 : command.operations.filter(({kind}) => kind === 'column.drop').length
    const count = (before?.columns.length ?? 0) + stored + fresh - gone
    const counted = dialect === 'postgres' ? ', dropped ones included' : ''
    if (limit - count < (options.reserve ?? 0)) report('many', {count, counted, limit, table: operation.table.name})
  }
})

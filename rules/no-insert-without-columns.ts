import {defineRule} from '../src/core/define-rule.js'

/** Report inserts that rely on the order of the columns. */
export default defineRule({
  id: 'no-insert-without-columns',
  summary: 'Disallow `INSERT` without the names of its columns',
  severity: 'info',
  preset: 'strict',
  peers: {
    bytebase: ['STATEMENT_INSERT_MUST_SPECIFY_COLUMN']
  },
  on: 'rows.insert',
  engines: ['postgres', 'mysql', 'mariadb'],
  recipe: null,
  noRecipeBecause: 'The names of the columns are written.',
  messages: {
    columns:
      'Unexpected `INSERT` into `{{table}}` without names of columns: where their order or number differs, values go astray; expected the names'
  },
  docs: {
    condition: 'An `INSERT` into an existing table does not name the columns that it fills.',
    effect:
      'A database in which the columns stand in another order, because a column was added or the table was swapped, gets the values into the wrong columns, or the statement fails.',
    instead: 'Name the columns.',
    notWhen: 'The table was made by the same change.',
    examples: [
      {
        name: 'values',
        schema: 'CREATE TABLE setting (name text PRIMARY KEY, value text);',
        unsafe: "INSERT INTO setting VALUES ('limit', '5');",
        reports: ['1:1-1:42 columns'],
        safe: ["INSERT INTO setting (name, value) VALUES ('limit', '5');"]
      }
    ]
  },
  check({columns, source, table}, {isNew, report}) {
    if (columns.length === 0 && source !== 'default' && !isNew(table)) report('columns', {table: table.name})
  }
})

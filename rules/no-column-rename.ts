import {defineRule} from '../src/core/define-rule.js'
import {keyOf} from '../src/schema/objects.js'

/** Report renamed columns: old and new release do not find the same name. */
export default defineRule({
  id: 'no-column-rename',
  summary: 'Disallow renaming a column that running code uses',
  severity: 'error',
  on: ['column.rename', 'column.modify'],
  engines: ['postgres', 'mysql', 'mariadb'],
  ofOutcome: true,
  once: 'migration',
  peers: {
    squawk: ['renaming-column'],
    strong_migrations: ['rename_column'],
    atlas: ['BC102'],
    pgfence: ['rename-column'],
    MigrationPilot: ['MP010', 'MP071'],
    bytebase: ['SCHEMA_BACKWARD_COMPATIBILITY'],
    'diesel-guard': ['RenameColumnCheck']
  },
  recipe: 'expand-contract-column',
  messages: {
    rename:
      'Unexpected rename of the column `{{table}}.{{column}}`, the running release does not know `{{to}}`; expected a new column beside it, written by both releases'
  },
  docs: {
    condition:
      'A column of an existing table is renamed, and no other takes its old name over in the same migration, nor a view that the migration makes of the table.',
    effect:
      'The application cannot be switched in the same moment: until all of it is deployed, either the old or the new release fails on each statement that names the column.',
    instead: 'Add a column of the new name, write to both, fill it in batches, switch the readers, drop the old one.',
    notWhen: 'The application is down while this is deployed, or no running release uses the column.',
    examples: [
      {
        name: 'rename',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, mail text);',
        unsafe: 'ALTER TABLE account RENAME COLUMN mail TO email;',
        reports: ['1:1-1:48 rename'],
        safe: [
          'ALTER TABLE account ADD COLUMN email text;',
          'ALTER TABLE account RENAME TO person;\nALTER TABLE person RENAME COLUMN mail TO address;\nCREATE VIEW account AS SELECT id, address AS mail, email FROM person;'
        ]
      },
      {
        name: 'mysql-change',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, mail varchar(100));',
        unsafe: 'ALTER TABLE account CHANGE mail email varchar(100);',
        reports: ['1:21-1:51 rename'],
        safe: ['ALTER TABLE account ADD COLUMN email varchar(100), ALGORITHM=INSTANT;']
      }
    ]
  },
  check(operation, {atEnd, dialect, isNew, isNewColumn, report}) {
    const {column, table} = operation
    const to = operation.kind === 'column.rename' ? operation.to : operation.definition.name
    // MySQL's column names know no case.
    if (to === column || (dialect !== 'postgres' && to.toLowerCase() === column.toLowerCase())) return
    if (isNewColumn(table, column)) return

    atEnd((find, after) => {
      const now = find(table)
      const comesBack = now?.columns.some(({name}) => name === column)
      // A view under the old name of the table that has the old column: the running release reads and writes that.
      const views = now ? (after.readers.get(keyOf(now)) ?? []) : []
      const isServed = views.some((view) => isNew(view) && find(view)?.columns.some(({name}) => name === column))
      if (comesBack !== true && !isServed) report('rename', {table: table.name, column, to})
    })
  }
})

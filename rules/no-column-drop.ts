import {defineRule} from '../src/core/define-rule.js'

/** Report dropped columns: the release that runs now may still use them, and the data is gone. */
export default defineRule({
  id: 'no-column-drop',
  summary: 'Disallow dropping a column that running code may use',
  severity: 'warning',
  on: 'column.drop',
  engines: ['postgres', 'mysql', 'mariadb'],
  ofOutcome: true,
  once: 'migration',
  peers: {
    squawk: ['ban-drop-column'],
    strong_migrations: ['remove_column'],
    atlas: ['DS103'],
    pgfence: ['drop-column'],
    MigrationPilot: ['MP017'],
    bytebase: ['SCHEMA_BACKWARD_COMPATIBILITY'],
    'diesel-guard': ['DropColumnCheck']
  },
  recipe: 'drop-column-in-two-releases',
  messages: {
    drop: 'Unexpected drop of the column `{{table}}.{{column}}`, the running release fails where it still uses it; expected a release before that does not'
  },
  docs: {
    condition:
      'A column of an existing table is dropped, and no column takes its name over in the same migration. Not reported where an earlier migration has replaced it (a new column is filled from it, by an `UPDATE` that says so, or by any of its table where a trigger keeps both equal), or where the migration declares the phase `contract`.',
    effect:
      'During the deployment the old release still runs: each of its statements that names the column fails. Going back to it is not possible, and the data is gone.',
    instead:
      'Release code that does not use the column first (ORMs have a list of columns to ignore), drop it with a later release.',
    notWhen: 'No running release uses the column: suppress the finding there and name that release.',
    examples: [
      {
        name: 'drop',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, nickname text);',
        unsafe: 'ALTER TABLE account DROP COLUMN nickname;',
        reports: ['1:21-1:41 drop'],
        safe: [
          'ALTER TABLE account ADD COLUMN alias text;',
          'UPDATE account SET alias = nickname WHERE id BETWEEN 1 AND 1000;',
          '-- The release that uses `nickname` is gone.\nALTER TABLE account DROP COLUMN nickname;'
        ]
      },
      {
        name: 'column-not-known',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account DROP COLUMN nickname;',
        refused: true,
        reports: ['1:21-1:41 drop'],
        safe: ['ALTER TABLE account DROP COLUMN IF EXISTS nickname;']
      },
      {
        name: 'mysql-drop',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, nickname varchar(100));',
        unsafe: 'ALTER TABLE account DROP COLUMN nickname, ALGORITHM=INSTANT;',
        reports: ['1:21-1:41 drop']
      }
    ]
  },
  check({column, ifExists, table: name}, {atEnd, isNewColumn, isRetired, report, table}) {
    const before = table(name)
    const isThere = before?.columns.some((each) => each.name === column)
    // `IF EXISTS` of a column that is not there; a table that is known in part may have it all the same.
    if (
      isNewColumn(name, column) ||
      isRetired(name, column) ||
      (ifExists === true && before && before.incomplete !== true && isThere !== true)
    )
      return

    atEnd((find) => {
      const comesBack = find(name)?.columns.some((each) => each.name === column)
      if (comesBack !== true) report('drop', {table: name.name, column})
    })
  }
})

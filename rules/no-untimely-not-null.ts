import {defineRule} from '../src/core/define-rule.js'
import {hasNoValueByItself, nameAfter, setsNotNull} from '../src/core/rules/untimely-not-null.js'
import {findColumn} from '../src/schema/lookup.js'

/** Report `NOT NULL` on columns that the running release may leave empty. */
export default defineRule({
  id: 'no-untimely-not-null',
  summary: 'Disallow `NOT NULL` on a column that the running release may leave empty',
  severity: 'warning',
  peers: {
    strong_migrations: ['change_column_null'],
    atlas: ['MF104']
  },
  on: ['column.set-not-null', 'column.modify'],
  engines: ['postgres', 'mysql', 'mariadb'],
  ofOutcome: true,
  once: 'migration',
  recipe: 'add-column-then-backfill',
  messages: {
    unknown:
      'Unexpected `NOT NULL` on `{{table}}.{{column}}`, which is new: the running release does not know the column, its inserts fail for lack of a value; expected a default, or `NOT NULL` with a later release'
  },
  docs: {
    condition:
      'A column that the same change adds to an existing table becomes `NOT NULL`, and has no default that fills it in for the release that does not know it. Reported once a migration.',
    effect:
      'Until the new release is deployed everywhere, every `INSERT` of the running one fails: it leaves the column out.',
    instead:
      'Give the column a default, or let a trigger fill it in; else set `NOT NULL` with a later release, when all running code writes the column.',
    notWhen: 'The application is down while this is deployed.',
    examples: [
      {
        name: 'new-column',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe:
          "ALTER TABLE account ADD COLUMN state text;\nUPDATE account SET state = 'open' WHERE id BETWEEN 1 AND 1000;\nALTER TABLE account ALTER COLUMN state SET NOT NULL;",
        reports: ['3:21-3:52 unknown'],
        safe: ["ALTER TABLE account ADD COLUMN state text NOT NULL DEFAULT 'open';"]
      },
      {
        name: 'mysql-new-column',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN state int;\nALTER TABLE account MODIFY state int NOT NULL;',
        reports: ['2:21-2:46 unknown'],
        safe: ['ALTER TABLE account ADD COLUMN state int NOT NULL DEFAULT 0;']
      }
    ]
  },
  check(operation, {atEnd, dialect, hasTraffic, isNewColumn, report, table: find}) {
    const {column, table} = operation
    if (!hasTraffic(table) || !isNewColumn(table, column) || !setsNotNull(operation)) return
    // It takes the place of one that the running release fills.
    const name = nameAfter(operation)
    const before = find(table)
    if (name !== column && before && findColumn(dialect, before, name) && !isNewColumn(table, name)) return
    atEnd((find) => {
      if (hasNoValueByItself(find, operation, dialect)) report('unknown', {table: table.name, column})
    })
  }
})

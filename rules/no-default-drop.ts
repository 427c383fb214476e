import {defineRule} from '../src/core/define-rule.js'
import {findColumn} from '../src/schema/lookup.js'

/** Report defaults that go although inserts of the running release rely on them. */
export default defineRule({
  id: 'no-default-drop',
  summary: 'Disallow dropping the default of a `NOT NULL` column',
  severity: 'warning',
  peers: {
    strong_migrations: ['change_column_default']
  },
  on: ['column.drop-default', 'column.modify'],
  engines: ['postgres', 'mysql', 'mariadb'],
  ofOutcome: true,
  once: 'migration',
  recipe: null,
  noRecipeBecause: 'The default is dropped by a later release, when all running ones write the column.',
  messages: {
    drop: 'Unexpected drop of the default of `{{table}}.{{column}}`, inserts of the running release that leave the column out fail; expected a release before that always writes it'
  },
  docs: {
    condition:
      'The default of a `NOT NULL` column of an existing table goes (also by `MODIFY` or `CHANGE` without one), and the migration gives it neither another default nor makes it nullable. Reported once a migration. Not reported in migrations that declare the phase `contract`.',
    effect: {
      postgres: 'Each `INSERT` of the running release that leaves the column out fails for lack of a value.',
      mysql:
        'Each `INSERT` of the running release that leaves the column out fails for lack of a value; outside of strict mode it writes 0 or an empty string.'
    },
    instead: 'Release code that always writes the column, drop the default with a later release.',
    notWhen: 'All code that runs writes the column: declare `-- sqlsafe-phase: contract`.',
    examples: [
      {
        name: 'drop',
        schema: "CREATE TABLE account (id bigint PRIMARY KEY, state text NOT NULL DEFAULT 'open');",
        unsafe: 'ALTER TABLE account ALTER COLUMN state DROP DEFAULT;',
        reports: ['1:21-1:52 drop'],
        safe: ["ALTER TABLE account ALTER COLUMN state SET DEFAULT 'new';"]
      },
      {
        name: 'mysql-modify',
        dialect: 'mysql',
        schema: "CREATE TABLE account (id bigint PRIMARY KEY, state varchar(10) NOT NULL DEFAULT 'open');",
        unsafe: 'ALTER TABLE account MODIFY state varchar(20) NOT NULL;',
        reports: ['1:21-1:54 drop'],
        safe: ["ALTER TABLE account MODIFY state varchar(20) NOT NULL DEFAULT 'open';"]
      }
    ]
  },
  check(operation, {atEnd, dialect, hasTraffic, isNewColumn, isRetired, report, table}) {
    const {column: name, table: on} = operation
    const before = table(on)
    const column = before && findColumn(dialect, before, name)
    if (!column?.notNull || column.default === undefined || !hasTraffic(on)) return
    // Added and filled with a default that was never meant to stay: the running release does not know it, and fails.
    const isNew = isNewColumn(on, name)
    if (!isNew && isRetired(on, name)) return
    const later = operation.kind === 'column.modify' ? operation.definition.name : name
    atEnd((find) => {
      const after = find(on)
      const left = after && findColumn(dialect, after, later)
      if (!left?.notNull || left.default !== undefined || left.generated || left.identity || left.autoIncrement) return
      report('drop', {table: on.name, column: name})
    })
  }
})

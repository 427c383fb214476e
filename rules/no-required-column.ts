import {defineRule} from '../src/core/define-rule.js'

/** Report new columns that must have a value and get none: from the rows that are there, or from the running release. */
export default defineRule({
  id: 'no-required-column',
  summary: 'Disallow new `NOT NULL` columns without a default',
  severity: 'error',
  on: 'column.add',
  engines: ['postgres', 'mysql', 'mariadb'],
  peers: {
    squawk: ['adding-required-field'],
    atlas: ['MF103'],
    pgfence: ['add-column-not-null-no-default'],
    MigrationPilot: ['MP084'],
    bytebase: ['COLUMN_SET_DEFAULT_FOR_NOT_NULL']
  },
  recipe: 'add-column-then-backfill',
  messages: {
    fails:
      'Unexpected `NOT NULL` column `{{column}}` without a default, the statement fails if `{{table}}` has a row, and so do the inserts of the running release; expected a default, or `NULL`',
    inserts:
      'Unexpected `NOT NULL` column `{{column}}` without a default, the inserts of the running release fail for lack of a value; expected a default, or `NULL`'
  },
  docs: {
    condition:
      'A column is added to an existing table that is `NOT NULL` and has neither a default nor a value of its own.',
    effect: {
      postgres:
        'The server refuses it where the table has rows. The release that runs now does not know the column: all of its inserts fail.',
      mysql:
        'The server fills in 0 or an empty string silently. The release that runs now does not know the column: in strict mode all of its inserts fail.'
    },
    instead: 'Give it a default, or add it nullable, fill it, and set `NOT NULL` with a later release.',
    notWhen: 'The table is empty and nothing writes to it yet.',
    examples: [
      {
        name: 'not-null',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN email text NOT NULL;',
        reports: ['1:21-1:51 fails'],
        safe: ["ALTER TABLE account ADD COLUMN email text NOT NULL DEFAULT '';"]
      },
      {
        name: 'mysql-not-null',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN email varchar(100) NOT NULL;',
        reports: ['1:21-1:59 inserts'],
        safe: ["ALTER TABLE account ADD COLUMN email varchar(100) NOT NULL DEFAULT '';"]
      }
    ]
  },
  check({column, ifNotExists, table: name}, {dialect, isEmpty, isNew, report, table}) {
    const existing = table(name)
    if (isNew(name) || existing?.kind === 'foreign-table') return
    if (ifNotExists === true && existing?.columns.some((each) => each.name === column.name)) return

    const required = column.nullable === false || column.constraints.some(({type}) => type === 'primary-key')
    const filled =
      column.default !== undefined ||
      column.generated !== undefined ||
      column.identity !== undefined ||
      column.autoIncrement === true ||
      column.type?.serial === true
    if (required && !filled)
      report(dialect === 'postgres' && !isEmpty(name) ? 'fails' : 'inserts', {column: column.name, table: name.name})
  }
})

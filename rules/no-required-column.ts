import {defineRule} from '../src/core/define-rule.js'
import type {Migration} from '../src/migrations/migration.js'
import type {Operation, OperationKind} from '../src/operations/operation.js'

/** Report new columns that must have a value and get none: from the rows that are there, or from the running release. */
export default defineRule({
  id: 'no-required-column',
  summary: 'Disallow new `NOT NULL` columns without a default',
  severity: 'error',
  on: 'column.add',
  engines: ['postgres', 'mysql', 'mariadb'],
  once: 'command',
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
    filled:
      'Unexpected `NOT NULL` column `{{column}}` without a default, the statement fails: the migration has put rows into `{{table}}`; expected a default, or the rows after it',
    inserts:
      'Unexpected `NOT NULL` column `{{column}}` without a default, the inserts of the running release fail for lack of a value; expected a default, or `NULL`'
  },
  docs: {
    condition:
      'A column is added to an existing table that is `NOT NULL` and has neither a default nor a value of its own; on PostgreSQL also to a new table that the migration has put rows into.',
    effect: {
      postgres:
        'The server refuses it where the table has rows. The release that runs now does not know the column: all of its inserts fail.',
      mysql:
        'The server fills in 0, an empty string or the first value of an `ENUM` silently; a date of zeros MySQL refuses in strict mode. The release that runs now does not know the column: in strict mode all of its inserts fail.'
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
        name: 'two-columns',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN email text NOT NULL, ADD COLUMN name text NOT NULL;',
        reports: ['1:21-1:51 fails']
      },
      {
        name: 'new-table-with-rows',
        unsafe:
          'CREATE TABLE account (id bigint PRIMARY KEY);\nINSERT INTO account (id) VALUES (1);\nALTER TABLE account ADD COLUMN email text NOT NULL;',
        refused: true,
        reports: ['3:21-3:51 filled'],
        safe: [
          "CREATE TABLE account (id bigint PRIMARY KEY);\nALTER TABLE account ADD COLUMN email text NOT NULL;\nINSERT INTO account (id, email) VALUES (1, '');"
        ]
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
  check(operation, {dialect, isEmpty, isNew, migration, report, table}) {
    const {column, ifNotExists, table: name} = operation
    const existing = table(name)
    const isFilled = isNew(name) && dialect === 'postgres' && fillsBefore(migration, operation)
    if ((isNew(name) && !isFilled) || existing?.kind === 'foreign-table') return
    if (ifNotExists === true && existing?.columns.some((each) => each.name === column.name)) return

    const required = column.nullable === false || column.constraints.some(({type}) => type === 'primary-key')
    const filled =
      column.default !== undefined ||
      column.generated !== undefined ||
      column.identity !== undefined ||
      column.autoIncrement === true ||
      column.type?.serial === true
    if (!required || filled) return
    const fails = dialect === 'postgres' && !isEmpty(name)
    report(isFilled ? 'filled' : fails ? 'fails' : 'inserts', {column: column.name, table: name.name})
  }
})

/** Whether rows are written out before, and nothing may have taken them out again. */
function fillsBefore({script}: Migration, {range, table}: Operation<'column.add'>): boolean {
  const writes = script.statements.flatMap(({commands, range: {start}}) =>
    start < range.start
      ? commands.flatMap(({operations}) => operations.filter((each) => writesTo(each, table.name)))
      : []
  )
  return writes.length > 0 && writes.every((each) => each.kind === 'rows.insert' && each.source === 'values')
}

const writers = new Set<OperationKind>([
  ...([
    'rows.insert',
    'rows.delete',
    'rows.merge',
    'rows.copy',
    'table.truncate',
    'table.drop',
    'table.rename'
  ] as const)
])

function writesTo(operation: Operation, name: string): boolean {
  return writers.has(operation.kind) && 'table' in operation && operation.table?.name === name
}

import {defineRule} from '../src/core/define-rule.js'
import {findColumn} from '../src/schema/lookup.js'

/** Report columns that may be `NULL` from now on, which the running release does not reckon with. */
export default defineRule({
  id: 'no-not-null-drop',
  summary: 'Disallow `DROP NOT NULL` while running code expects a value',
  severity: 'warning',
  once: 'migration',
  peers: {
    squawk: ['ban-drop-not-null'],
    pgfence: ['drop-not-null'],
    MigrationPilot: ['MP029'],
    'diesel-guard': ['DropNotNullCheck']
  },
  on: ['column.drop-not-null', 'column.modify'],
  engines: ['postgres', 'mysql', 'mariadb'],
  ofOutcome: true,
  recipe: null,
  noRecipeBecause: 'Code that bears the NULL is released first, then the constraint goes.',
  messages: {
    nullable:
      'Unexpected `NULL` in `{{table}}.{{column}}` from now on, the running release may fail where it reads one; expected a release before that bears it'
  },
  docs: {
    condition:
      'A `NOT NULL` column of an existing table becomes nullable, and still is at the end of the migration. Not reported where an earlier migration has put another column in its place, or where the migration declares the phase `contract`.',
    effect:
      'As soon as the new release writes a `NULL`, the old one, which still runs, reads one where it never met any: crashes, wrong totals, comparisons that are neither true nor false.',
    instead: 'Release code that bears `NULL` first, then make the column nullable, then write the first one.',
    notWhen: 'No running release reads the column, or all of them bear `NULL`: declare the phase `contract`.',
    examples: [
      {
        name: 'drop-not-null',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, email text NOT NULL);',
        unsafe: 'ALTER TABLE account ALTER COLUMN email DROP NOT NULL;',
        reports: ['1:21-1:53 nullable'],
        safe: ['-- sqlsafe-phase: contract\nALTER TABLE account ALTER COLUMN email DROP NOT NULL;']
      },
      {
        name: 'table-not-known',
        unsafe: 'ALTER TABLE account ALTER COLUMN email DROP NOT NULL;',
        reports: ['1:21-1:53 nullable'],
        safe: ['BEGIN;\nALTER TABLE account ALTER COLUMN email DROP NOT NULL;\nROLLBACK;']
      },
      {
        name: 'mysql-modify',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, email varchar(100) NOT NULL);',
        unsafe: 'ALTER TABLE account MODIFY email varchar(100) NULL;',
        reports: ['1:21-1:51 nullable']
      }
    ]
  },
  check(operation, {atEnd, dialect, isNewColumn, isRetired, report, table}) {
    const {column: name, table: on} = operation
    const before = table(on)
    const column = before && findColumn(dialect, before, name)
    // Who drops a `NOT NULL` of a column that is not known, has seen one.
    const isThere = column ? column.notNull : operation.kind === 'column.drop-not-null'
    if (!isThere || isNewColumn(on, name) || isRetired(on, name)) return
    if (operation.kind === 'column.modify' && operation.definition.nullable === false) return
    const isKey = before?.constraints.some(
      ({columns, type}) => type === 'primary-key' && columns.includes(column?.name ?? name)
    )
    if (isKey === true) return
    atEnd((find) => {
      const after = find(on)
      const left = after && findColumn(dialect, after, name)
      // It was `NOT NULL` again, or gone, before anybody could write one.
      if (after !== undefined && after.incomplete !== true && left?.notNull !== false) return
      report('nullable', {table: on.name, column: name})
    })
  }
})

import {defineRule} from '../src/core/define-rule.js'
import {hasUnique, isLost} from '../src/core/rules/dropped-constraint.js'
import {droppedIndex} from '../src/core/rules/dropped-index.js'
import type {Operation} from '../src/operations/operation.js'

/** Report unique constraints and indexes that go while statements may name their columns in `ON CONFLICT`. */
export default defineRule({
  id: 'no-unique-drop',
  summary: 'Disallow dropping the unique index that `ON CONFLICT` of running code needs',
  severity: 'warning',
  on: ['constraint.drop', 'index.drop'],
  engines: ['postgres'],
  ofOutcome: true,
  once: 'table',
  peers: {
    pgfence: ['drop-constraint'],
    MigrationPilot: ['MP097']
  },
  recipe: null,
  noRecipeBecause: 'Only its owner knows whether the columns are still unique, and who relies on it.',
  messages: {
    unique:
      'Unexpected drop of `{{name}}`: each `INSERT … ON CONFLICT` of the running release that names its columns fails, and duplicates come in; expected what takes its place first, or a release before that does without it',
    unseen:
      'Unexpected drop of `{{name}}`, by its name a unique constraint of `{{table}}`: each `INSERT … ON CONFLICT` of the running release that names its columns fails, and duplicates come in; expected what takes its place first, or a release before that does without it'
  },
  docs: {
    condition:
      'A unique constraint or a unique index of an existing table is dropped, its columns stay, and at the end of the migration no other one is over the same columns. Of a table that is not known: a constraint with the name that PostgreSQL gives to unique ones (`account_email_key`), and the migration adds nothing to the table. Reported once a table, and not in migrations that declare the phase `contract`.',
    effect:
      '`ON CONFLICT (email)` needs a unique index over just these columns: without one the server refuses the statement (`there is no unique or exclusion constraint matching the ON CONFLICT specification`). Where it is not used, duplicates come in, and have to be found before it can be made again.',
    instead:
      'Where it changes, add the new one first; `ON CONFLICT ON CONSTRAINT email_key` needs one of that name. Else release code that does without it, and drop it with a later release.',
    notWhen:
      'No running release names the columns in `ON CONFLICT` or relies on it: declare `-- sqlsafe-phase: contract`.',
    examples: [
      {
        name: 'unique',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, email text, CONSTRAINT email_key UNIQUE (email));',
        unsafe: 'ALTER TABLE account DROP CONSTRAINT email_key;',
        reports: ['1:21-1:46 unique'],
        safe: [
          'CREATE UNIQUE INDEX CONCURRENTLY email_key_new ON account (email);\nALTER TABLE account DROP CONSTRAINT email_key;'
        ]
      },
      {
        name: 'index',
        schema:
          'CREATE TABLE account (id bigint PRIMARY KEY, email text);\nCREATE UNIQUE INDEX account_email ON account (email);',
        unsafe: 'DROP INDEX CONCURRENTLY account_email;',
        reports: ['1:1-1:38 unique'],
        safe: ['-- sqlsafe-phase: contract\nDROP INDEX CONCURRENTLY account_email;']
      },
      {
        name: 'table-not-known',
        unsafe: 'ALTER TABLE account DROP CONSTRAINT account_email_key;',
        reports: ['1:21-1:54 unseen'],
        safe: [
          'ALTER TABLE account DROP CONSTRAINT account_email_key, ADD CONSTRAINT account_email UNIQUE USING INDEX account_mail;'
        ]
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT']
  },
  check(operation, {atEnd, catalog, hasTraffic, migration, phase, report, session, table: find}) {
    if (phase === 'contract') return
    if (operation.kind === 'constraint.drop' && !find(operation.table)) {
      const {ifExists, name, table} = operation
      if (ifExists === true || !isNamedAsUnique(operation) || !isLost(operation, migration)) return
      report('unseen', {name: name ?? '', table: table.name})
      return
    }
    const dropped = droppedIndex(operation, catalog, session)
    if (!dropped?.index.unique || dropped.index.primary || !hasTraffic(dropped.table)) return
    const columns = dropped.index.elements.map(({column}) => column ?? '')
    atEnd((findLater) => {
      const later = findLater(dropped.table)
      const isThere = (name: string) => name === '' || later?.columns.some((column) => column.name === name) === true
      if (later && columns.every(isThere) && !hasUnique(later, columns)) report('unique', {name: dropped.index.name})
    })
  }
})

/** As PostgreSQL names it where nobody does: table, columns, `key`. */
function isNamedAsUnique({name = '', table}: Operation<'constraint.drop'>): boolean {
  return name.startsWith(`${table.name}_`) && name.endsWith('_key')
}

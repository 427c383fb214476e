import {defineRule} from '../src/core/define-rule.js'
import {isLost, losesUniqueness} from '../src/core/rules/dropped-constraint.js'
import {droppedIndex} from '../src/core/rules/dropped-index.js'
import type {IndexOfTable} from '../src/core/rules/dropped-index.js'
import type {OperationView} from '../src/core/rules/rule-context.js'
import type {Operation} from '../src/operations/operation.js'

/** Report unique constraints and indexes that go while upserts of the running release need them. */
export default defineRule({
  id: 'no-unique-drop',
  summary: 'Disallow dropping the unique index that upserts of running code need',
  severity: 'warning',
  on: ['constraint.drop', 'index.drop'],
  engines: ['postgres', 'mysql', 'mariadb'],
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
      'Unexpected drop of `{{name}}`, by its name a unique constraint of `{{table}}`: each `INSERT … ON CONFLICT` of the running release that names its columns fails, and duplicates come in; expected what takes its place first, or a release before that does without it',
    doubled:
      'Unexpected drop of the unique key `{{name}}`: `INSERT … ON DUPLICATE KEY UPDATE`, `REPLACE` and `INSERT IGNORE` of the running release no longer find the row that is there and add a second one, without an error; expected what takes its place first, or a release before that does without it',
    widened:
      'Unexpected primary key of `{{table}}` that no longer keeps `{{columns}}` unique: `INSERT … ON DUPLICATE KEY UPDATE`, `REPLACE` and `INSERT IGNORE` of the running release no longer find the row that is there and add a second one, without an error; expected a unique key over the same columns, or a release before that does without it'
  },
  docs: {
    condition:
      'A unique constraint or a unique index of an existing table is dropped, its columns stay, and at the end of the migration no other one does the same: on PostgreSQL one over the same columns and no fewer rows; on MySQL and MariaDB one over the same columns or some of them, also the primary key, or with new columns in which all rows of the running release have one value. Of a table that is not known: a constraint with the name that PostgreSQL gives to unique ones (`account_email_key`), and the migration adds nothing to the table. Reported once a table, and not in migrations that declare the phase `contract`. Likewise on MySQL and MariaDB where another primary key takes the place of one, as partitions ask for. Of a primary key that none follows speaks [`no-primary-key-drop`](no-primary-key-drop.md).',
    effect: {
      postgres:
        '`ON CONFLICT (email)` needs a unique index over just these columns: without one the server refuses the statement (`there is no unique or exclusion constraint matching the ON CONFLICT specification`). Where it is not used, duplicates come in, and have to be found before it can be made again.',
      mysql:
        '`INSERT … ON DUPLICATE KEY UPDATE`, `REPLACE` and `INSERT IGNORE` find the row that is there by a unique key. Without it they insert another one each time, and no error says so: duplicates come in, and have to be found and merged before the key can be made again.'
    },
    instead: {
      postgres:
        'Where it changes, add the new one first; `ON CONFLICT ON CONSTRAINT email_key` needs one of that name. Else release code that does without it, and drop it with a later release.',
      mysql:
        'Where it changes, add the new one before or in the same statement. Else release code that does without it, and drop it with a later release.'
    },
    notWhen:
      'No running release relies on it, neither in `ON CONFLICT`, `ON DUPLICATE KEY UPDATE`, `REPLACE` and `INSERT IGNORE` nor on the error for a duplicate: declare `-- sqlsafe-phase: contract`.',
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
        name: 'mysql-unique',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, email varchar(50), UNIQUE KEY email_key (email));',
        unsafe: 'ALTER TABLE account DROP INDEX email_key;',
        reports: ['1:21-1:41 doubled'],
        safe: [
          'ALTER TABLE account ADD UNIQUE INDEX email_new (email), DROP INDEX email_key, ALGORITHM=INPLACE, LOCK=NONE;'
        ]
      },
      {
        name: 'mariadb-index',
        dialect: 'mariadb',
        schema:
          'CREATE TABLE member (id bigint PRIMARY KEY, team bigint NOT NULL, person bigint NOT NULL, UNIQUE KEY team_person (team, person));',
        unsafe: 'DROP INDEX team_person ON member;',
        reports: ['1:1-1:33 doubled'],
        safe: ['-- sqlsafe-phase: contract\nDROP INDEX team_person ON member;']
      },
      {
        name: 'mysql-primary-key',
        dialect: 'mysql',
        schema: 'CREATE TABLE event (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, day date NOT NULL);',
        unsafe: 'ALTER TABLE event DROP PRIMARY KEY, ADD PRIMARY KEY (id, day), ALGORITHM=INPLACE, LOCK=NONE;',
        reports: ['1:19-1:35 widened'],
        safe: [
          'ALTER TABLE event DROP PRIMARY KEY, ADD PRIMARY KEY (id, day), ADD UNIQUE KEY (id), ALGORITHM=INPLACE, LOCK=NONE;'
        ]
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
    sources: [
      'https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT',
      'https://dev.mysql.com/doc/refman/9.4/en/insert-on-duplicate.html',
      'https://mariadb.com/kb/en/insert-on-duplicate-key-update/'
    ]
  },
  check(operation, context) {
    const {atEnd, catalog, dialect, hasTraffic, migration, phase, report, session, table: find} = context
    if (phase === 'contract') return
    if (operation.kind === 'constraint.drop' && !find(operation.table)) {
      const {ifExists, name, table} = operation
      // No name of an index of MySQL says that it is a unique one.
      if (dialect !== 'postgres' || ifExists === true) return
      if (isNamedAsUnique(operation) && isLost(operation, migration)) {
        report('unseen', {name: name ?? '', table: table.name})
      }
      return
    }
    const dropped = droppedIndex(operation, catalog, session) ?? droppedPrimaryKey(operation, context)
    if (!dropped?.index.unique || !hasTraffic(dropped.table)) return
    const {index, table} = dropped
    if (index.primary && dialect === 'postgres') return
    atEnd((findLater) => {
      const later = findLater(table)
      if (!losesUniqueness(dropped, later, context)) return
      if (!index.primary) report(dialect === 'postgres' ? 'unique' : 'doubled', {name: index.name})
      else if (later?.indexes.some(({primary}) => primary) === true) {
        report('widened', {table: table.name, columns: index.elements.map(({column}) => column).join(', ')})
      }
    })
  }
})

/** `DROP PRIMARY KEY` of MySQL and MariaDB names none. */
function droppedPrimaryKey(
  operation: Operation<'constraint.drop' | 'index.drop'>,
  {dialect, table: find}: Pick<OperationView, 'dialect' | 'table'>
): IndexOfTable | undefined {
  if (dialect === 'postgres' || operation.kind === 'index.drop' || operation.type !== 'primary-key') return undefined
  const table = find(operation.table)
  const index = table?.indexes.find(({primary}) => primary)
  return table && index && {table, index}
}

/** As PostgreSQL names it where nobody does: table, columns, `key`. */
function isNamedAsUnique({name = '', table}: Operation<'constraint.drop'>): boolean {
  return name.startsWith(`${table.name}_`) && name.endsWith('_key')
}

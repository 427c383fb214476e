import {defineRule} from '../src/core/define-rule.js'
import type {Migration} from '../src/migrations/migration.js'
import type {Name} from '../src/operations/definitions.js'
import type {Operation} from '../src/operations/operation.js'
import type {Catalog} from '../src/schema/catalog.js'
import {keyOf} from '../src/schema/objects.js'
import type {Table} from '../src/schema/objects.js'
import type {Session} from '../src/schema/session.js'

/** Report renamed and moved tables: old and new release do not find the same name. */
export default defineRule({
  id: 'no-table-rename',
  summary: 'Disallow renaming or moving a table that running code uses',
  severity: 'error',
  on: ['table.rename', 'table.set-schema', 'schema.rename'],
  engines: ['postgres', 'mysql', 'mariadb'],
  ofOutcome: true,
  once: 'migration',
  peers: {
    squawk: ['renaming-table'],
    strong_migrations: ['rename_table', 'rename_schema'],
    atlas: ['BC101'],
    pgfence: ['rename-table', 'rename-schema'],
    MigrationPilot: ['MP028', 'MP098'],
    bytebase: ['SCHEMA_BACKWARD_COMPATIBILITY'],
    'diesel-guard': ['RenameSchemaCheck', 'RenameTableCheck']
  },
  recipe: 'rename-table-with-view',
  messages: {
    table:
      'Unexpected rename of the table `{{name}}`, the running release does not know `{{to}}`; expected a view of the old name in the same transaction',
    swap: 'Unexpected rename of the table `{{name}}`, the running release does not know `{{to}}`; expected the old name, or a swap of two tables in one `RENAME TABLE`',
    policies:
      'Unexpected view `{{name}}` in the place of a table with row-level security: it reads with the rights of its owner, past the policies of `{{to}}`; expected `WITH (security_invoker = true)`, which PostgreSQL knows from 15 on',
    schema:
      'Unexpected rename of the schema `{{name}}`, the running release does not know `{{to}}`; expected a new schema beside it'
  },
  docs: {
    condition:
      'An existing table gets another name or schema, and no table or view takes the old name over in the same migration, nor is its new name that of a view which the same transaction drops; or a view does, and passes over the row-level security of the table; or a schema is renamed.',
    effect:
      'The application cannot be switched in the same moment: until all of it is deployed, either the old or the new release fails on each statement that names the table.',
    instead: {
      postgres:
        'Make a view with the old name in the same transaction, and grant on it what is granted on the table: it can be written to as well.',
      mysql: 'Swap both names in one `RENAME TABLE`, or keep the name.'
    },
    notWhen: 'The application is down while this is deployed, or no running release uses the table.',
    examples: [
      {
        name: 'rename',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account RENAME TO person;',
        reports: ['1:1-1:37 table'],
        safe: ['ALTER TABLE account RENAME TO person;\nCREATE VIEW account AS SELECT * FROM person;']
      },
      {
        name: 'end-of-a-view',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);\nCREATE VIEW person AS SELECT * FROM account;',
        unsafe: 'DROP VIEW person;\nALTER TABLE account RENAME TO person;',
        reports: ['2:1-2:37 table'],
        safe: ['BEGIN;\nDROP VIEW person;\nALTER TABLE account RENAME TO person;\nCOMMIT;']
      },
      {
        name: 'policies',
        version: '16',
        schema:
          'CREATE TABLE account (id bigint PRIMARY KEY, owner text);\nALTER TABLE account ENABLE ROW LEVEL SECURITY;\nCREATE POLICY own ON account USING (owner = current_user);',
        unsafe: 'ALTER TABLE account RENAME TO person;\nCREATE VIEW account AS SELECT * FROM person;',
        reports: ['1:1-1:37 policies'],
        safe: [
          'ALTER TABLE account RENAME TO person;\nCREATE VIEW account WITH (security_invoker = true) AS SELECT * FROM person;'
        ]
      },
      {
        name: 'with-its-sequence',
        schema: 'CREATE TABLE account (id bigserial PRIMARY KEY);',
        unsafe: 'ALTER TABLE account RENAME TO person;\nALTER TABLE account_id_seq RENAME TO person_id_seq;',
        reports: ['1:1-1:37 table'],
        safe: ['ALTER TABLE account_id_seq RENAME TO account_number;\nALTER TABLE account_pkey RENAME TO account_key;']
      },
      {
        name: 'table-not-known',
        unsafe: 'ALTER TABLE account SET SCHEMA archive;',
        reports: ['1:1-1:39 table'],
        safe: ['ALTER TABLE account SET SCHEMA archive;\nCREATE VIEW account AS SELECT * FROM archive.account;']
      },
      {
        name: 'schema',
        schema: 'CREATE SCHEMA shop;\nCREATE TABLE shop.item (id bigint);',
        unsafe: 'ALTER SCHEMA shop RENAME TO store;',
        reports: ['1:1-1:34 schema']
      },
      {
        name: 'mysql-rename',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'RENAME TABLE account TO person;',
        reports: ['1:14-1:31 swap'],
        safe: [
          'CREATE TABLE account_new (id bigint PRIMARY KEY);',
          'RENAME TABLE account TO account_old, account_new TO account;'
        ]
      }
    ]
  },
  check(operation, {atEnd, catalog, dialect, isNew, migration, report, session, table}) {
    if (operation.kind === 'schema.rename') {
      const {schema, to} = operation
      const held = [...catalog.tables.values()]
        .filter((each) => each.schema === schema)
        .map(({name}) => ({schema, name}))
      atEnd((find) => {
        // Views under the old names serve the running release.
        if (held.length === 0 || held.some((name) => !find(name))) report('schema', {name: schema, to})
      })
      return
    }

    const before = table(operation.table)
    if (isNew(operation.table) || (operation.ifExists === true && !before)) return
    // `ALTER TABLE` renames indexes and sequences too: of a table, the server finds them by their numbers.
    if (!before && isPartOfTable(operation.table, catalog, session)) return
    if (dialect !== 'postgres' && operation.kind === 'table.rename' && isSameName(operation.table, operation.to)) return
    const old = before
      ? {schema: before.schema, name: before.name}
      : operation.kind === 'table.set-schema'
        ? // By its bare name it would be found where it went.
          session.resolve(operation.table, () => false)
        : operation.table
    // A swap in one statement: it takes the place of one that is there, so it is no table of its own to anybody.
    if (operation.kind === 'table.rename' && table(operation.to)) return
    if (operation.kind === 'table.rename' && session.transaction && takesPlaceOfView(operation, migration)) return
    const to = operation.kind === 'table.rename' ? operation.to.name : `${operation.schema}.${old.name}`

    atEnd((find) => {
      const taking = find(old)
      if (!taking) report(dialect === 'postgres' ? 'table' : 'swap', {name: operation.table.name, to})
      else if (taking.kind === 'view' && before?.rowSecurity === true && !isInvoker(taking)) {
        report('policies', {name: operation.table.name, to})
      }
    })
  }
})

/** Whether the same transaction has dropped a view of the new name: the running release knows that name, and finds it. */
function takesPlaceOfView({range, to}: Operation<'table.rename'>, {script}: Migration): boolean {
  const before = script.statements
    .filter((statement) => statement.range.end <= range.start)
    .flatMap(({commands}) => commands.flatMap(({operations}) => operations))
  const dropped = before.findLastIndex(
    (each) => each.kind === 'view.drop' && each.view.name === to.name && each.view.schema === to.schema
  )
  return dropped >= 0 && before.slice(dropped).every(({kind}) => !kind.startsWith('transaction.'))
}

function isPartOfTable(name: Name, {indexes, sequences}: Catalog, session: Session): boolean {
  const key = keyOf(session.resolve(name, (each) => indexes.has(keyOf(each)) || sequences.has(keyOf(each))))
  return indexes.has(key) || sequences.get(key)?.ownedBy !== undefined
}

/** MySQL and MariaDB take it, and do nothing. */
function isSameName(a: Name, b: Name): boolean {
  return a.name === b.name && a.schema === b.schema
}

/** Whether the view asks for the rights, and keeps the policies, of who uses it. */
function isInvoker({options}: Table): boolean {
  return /^(?:t|y|on|1)/i.test(options.security_invoker ?? '')
}

import {defineRule} from '../src/core/define-rule.js'

/** Report dropped tables and schemas: the release that runs now may still use them, and the data is gone. */
export default defineRule({
  id: 'no-table-drop',
  summary: 'Disallow dropping a table that running code may use',
  severity: 'warning',
  on: ['table.drop', 'schema.drop', 'object.drop'],
  engines: ['postgres', 'mysql', 'mariadb'],
  ofOutcome: true,
  once: 'migration',
  peers: {
    squawk: ['ban-drop-table', 'ban-drop-database'],
    atlas: ['DS101', 'DS102'],
    pgfence: ['drop-table', 'drop-database'],
    MigrationPilot: ['MP026', 'MP034', 'MP035'],
    bytebase: ['SCHEMA_BACKWARD_COMPATIBILITY', 'TABLE_DROP_NAMING_CONVENTION', 'DATABASE_DROP_EMPTY_DATABASE'],
    'diesel-guard': ['DropDatabaseCheck', 'DropTableCheck']
  },
  recipe: 'drop-table-in-two-releases',
  messages: {
    table:
      'Unexpected drop of the table `{{name}}`, its data is gone and the running release fails where it still uses it; expected a release before that does not',
    replaced:
      'Unexpected drop of the table `{{name}}`, whose name another takes: what is not in that one is gone, and the running release meets it in place of the old; expected the old one kept under a name of its own until nobody misses anything',
    schema:
      'Unexpected drop of the {{what}} `{{name}}` with all that is in it, expected its objects to be dropped by name',
    bare: 'Unexpected drop of the schema `{{name}}`, the server refuses it as long as anything is in it; expected its objects to be dropped by name before'
  },
  docs: {
    condition:
      'An existing table, schema or database is dropped. Not reported where an earlier migration has copied the rows of the table elsewhere or has moved it out of the way (`RENAME … TO account_old`), or where the migration declares the phase `contract`.',
    effect:
      'The data is gone. During the deployment the old release still runs: each of its statements that names the table fails; where another takes the name, until the server shows that one.',
    instead:
      'Release code that does not use the table first, drop it with a later release. Renaming it a while before shows who still uses it, and can be taken back.',
    notWhen: 'No running release uses the table and a backup was kept: suppress the finding there and say so.',
    examples: [
      {
        name: 'table',
        schema: 'CREATE TABLE account_old (id bigint PRIMARY KEY);',
        unsafe: 'DROP TABLE account_old;',
        reports: ['1:1-1:23 table'],
        safe: ['-- sqlsafe-phase: contract\nDROP TABLE account_old;']
      },
      {
        name: 'replaced',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, token text);',
        transaction: 'migration',
        unsafe: 'DROP TABLE account;\nCREATE TABLE account (id bigint PRIMARY KEY);',
        reports: ['1:1-1:19 replaced'],
        safe: ['ALTER TABLE account RENAME TO account_old;\nCREATE TABLE account (id bigint PRIMARY KEY);']
      },
      {
        name: 'mysql-replaced',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);\nCREATE TABLE account_new (id bigint PRIMARY KEY);',
        unsafe: 'DROP TABLE account;\nRENAME TABLE account_new TO account;',
        reports: ['1:12-1:19 replaced'],
        safe: ['RENAME TABLE account TO account_old, account_new TO account;']
      },
      {
        name: 'table-not-known',
        unsafe: 'DROP TABLE IF EXISTS account_old;',
        reports: ['1:1-1:33 table'],
        safe: ['DROP TABLE IF EXISTS account_old;\nCREATE TABLE account_old (id bigint PRIMARY KEY);']
      },
      {
        name: 'schema',
        schema: 'CREATE SCHEMA audit;\nCREATE TABLE audit.entry (id bigint);',
        unsafe: 'DROP SCHEMA audit CASCADE;',
        reports: ['1:1-1:26 schema']
      },
      {
        name: 'schema-that-is-not-empty',
        schema: 'CREATE SCHEMA audit;\nCREATE TABLE audit.entry (id bigint);',
        unsafe: 'DROP SCHEMA audit;',
        refused: true,
        reports: ['1:1-1:18 bare']
      },
      {
        name: 'database',
        schema: 'CREATE DATABASE sqlsafe_example_shop;',
        unsafe: 'DROP DATABASE sqlsafe_example_shop;',
        reports: ['1:1-1:35 schema']
      }
    ]
  },
  check(operation, {atEnd, catalog, dialect, isNew, isRetired, phase, report, table}) {
    if (operation.kind === 'table.drop') {
      const {ifExists, table: dropped, temporary} = operation
      if (temporary === true || isNew(dropped) || isRetired(dropped)) return
      // `IF EXISTS` of a table that no migration has made: there is nothing to lose, unless none is known at all.
      const known = table(dropped)
      const isThere = ifExists !== true || known !== undefined
      const isBlank = catalog.tables.size === 0
      atEnd((find) => {
        const found = find(dropped)
        const other = found?.persistence === 'temporary' ? undefined : found
        const isReplaced = other !== undefined && (known === undefined || known.schema === other.schema)
        if (isThere) report(isReplaced ? 'replaced' : 'table', {name: dropped.name})
        else if (isBlank && !found) report('table', {name: dropped.name})
      })
      return
    }

    if (phase === 'contract') return
    if (operation.kind === 'object.drop') {
      if (operation.objectType === 'database') report('schema', {what: 'database', name: operation.name})
      return
    }

    if (operation.ifExists === true && operation.database !== true && isUnknown(operation.schema, catalog)) return
    // https://www.postgresql.org/docs/current/sql-dropschema.html
    if (dialect === 'postgres' && operation.cascade !== true) report('bare', {name: operation.schema})
    else report('schema', {what: operation.database === true ? 'database' : 'schema', name: operation.schema})
  }
})

function isUnknown(schema: string, {tables}: {tables: {values: () => Iterable<{schema: string}>}}): boolean {
  for (const table of tables.values()) if (table.schema === schema) return false
  return true
}

import {defineRule} from '../src/core/define-rule.js'

/** Report tables that replicas can only follow by reading all of them. */
export default defineRule({
  id: 'require-primary-key',
  summary: 'Require a primary key for each table',
  severity: 'warning',
  on: 'table.create',
  engines: ['mysql', 'mariadb'],
  peers: {
    MigrationPilot: ['MP045'],
    skeema: ['pk'],
    bytebase: ['TABLE_REQUIRE_PK'],
    'diesel-guard': ['CreateTableWithoutPkCheck']
  },
  recipe: null,
  noRecipeBecause: 'Which columns identify a row, only its author knows.',
  messages: {
    key: 'Unexpected table `{{table}}` without a primary key: a replica reads all of it for each row that is changed; expected `PRIMARY KEY`'
  },
  docs: {
    condition:
      'A table has, at the end of the migration that makes it, neither a primary key nor a unique one of columns that are `NOT NULL`.',
    effect:
      'With row-based replication, an `UPDATE` or `DELETE` of many rows makes every replica read the whole table once for each row: they fall behind by hours. Group Replication, Galera and gh-ost refuse or skip such tables.',
    instead: 'Give it a primary key, if only a generated one.',
    notWhen: 'The server is not replicated, or rows are only ever inserted.',
    examples: [
      {
        name: 'no-key',
        unsafe: 'CREATE TABLE log (at datetime, line text);',
        reports: ['1:1-1:42 key'],
        safe: ['CREATE TABLE log (id bigint AUTO_INCREMENT PRIMARY KEY, at datetime, line text);']
      }
    ],
    sources: [
      'https://dev.mysql.com/doc/refman/8.4/en/replication-options-replica.html',
      'https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_sql_require_primary_key'
    ]
  },
  check(operation, {atEnd, report}) {
    if (operation.temporary) return
    atEnd((find) => {
      const made = find(operation.table)
      const isTable = made?.kind === 'table' || made?.kind === 'partitioned-table'
      if (!made || !isTable || made.incomplete === true || made.columns.length === 0) return
      const notNull = new Set(made.columns.flatMap((column) => (column.notNull ? [column.name] : [])))
      const isKey = made.indexes.some(
        ({elements, primary, unique}) =>
          primary || (unique && elements.every(({column}) => column !== undefined && notNull.has(column)))
      )
      if (!isKey) report('key', {table: made.name})
    })
  }
})

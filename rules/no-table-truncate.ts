import {defineRule} from '../src/core/define-rule.js'

/** Report `TRUNCATE` of tables that hold data. */
export default defineRule({
  id: 'no-table-truncate',
  summary: 'Disallow `TRUNCATE` of existing tables',
  severity: 'warning',
  on: ['table.truncate', 'table.discard-tablespace'],
  engines: ['postgres', 'mysql', 'mariadb'],
  ofOutcome: true,
  peers: {
    squawk: ['ban-truncate-cascade'],
    pgfence: ['truncate', 'truncate-cascade'],
    MigrationPilot: ['MP036'],
    bytebase: ['STATEMENT_DISALLOW_TRUNCATE'],
    'diesel-guard': ['TruncateTableCheck']
  },
  recipe: 'batched-delete',
  messages: {
    truncate:
      'Unexpected `TRUNCATE` of `{{table}}`, all of its rows are gone; expected `DELETE` of the rows that are meant, in batches',
    cascade:
      'Unexpected `TRUNCATE … CASCADE` of `{{table}}`, all rows of all tables that refer to it are gone too; expected each table by name',
    discard:
      'Unexpected `DISCARD TABLESPACE` of `{{table}}`, its file is deleted with all rows, and every statement fails until another is imported; expected a copy of the rows elsewhere first'
  },
  docs: {
    condition: 'An existing table is truncated, or its tablespace is discarded.',
    effect:
      'All of its rows are gone at once, also those that the running release writes meanwhile; reads wait until the end of the transaction.',
    instead: 'Delete the rows that are meant in batches, or swap an empty table in.',
    notWhen: 'The table is a cache whose content nobody misses.',
    examples: [
      {
        name: 'truncate',
        schema: 'CREATE TABLE session (id bigint PRIMARY KEY);',
        unsafe: 'TRUNCATE session;',
        reports: ['1:1-1:17 truncate'],
        safe: ['DELETE FROM session WHERE id BETWEEN 1 AND 1000;']
      },
      {
        name: 'cascade',
        schema: 'CREATE TABLE session (id bigint PRIMARY KEY);',
        unsafe: 'TRUNCATE session CASCADE;',
        reports: ['1:1-1:25 cascade']
      },
      {
        name: 'mysql-discard-tablespace',
        dialect: 'mysql',
        schema: 'CREATE TABLE session (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE session DISCARD TABLESPACE;',
        reports: ['1:21-1:39 discard']
      }
    ]
  },
  check(operation, {isNew, report}) {
    const {kind, table} = operation
    if (isNew(table)) return
    if (kind === 'table.discard-tablespace') report('discard', {table: table.name})
    else report(operation.cascade === true ? 'cascade' : 'truncate', {table: table.name})
  }
})

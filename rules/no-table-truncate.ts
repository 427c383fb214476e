import {defineRule} from '../src/core/define-rule.js'

/** Report `TRUNCATE` of tables that hold data. */
export default defineRule({
  id: 'no-table-truncate',
  summary: 'Disallow `TRUNCATE` of existing tables',
  severity: 'warning',
  on: 'table.truncate',
  engines: ['postgres', 'mysql', 'mariadb'],
  peers: {
    squawk: ['ban-truncate-cascade'],
    pgfence: ['truncate', 'truncate-cascade'],
    MigrationPilot: ['MP036'],
    bytebase: ['STATEMENT_DISALLOW_TRUNCATE']
  },
  recipe: 'batched-delete',
  messages: {
    truncate:
      'Unexpected `TRUNCATE` of `{{table}}`, all of its rows are gone; expected `DELETE` of the rows that are meant, in batches',
    cascade:
      'Unexpected `TRUNCATE … CASCADE` of `{{table}}`, all rows of all tables that refer to it are gone too; expected each table by name'
  },
  docs: {
    condition: 'An existing table is truncated.',
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
      }
    ]
  },
  check({cascade, table}, {isNew, report}) {
    if (!isNew(table)) report(cascade === true ? 'cascade' : 'truncate', {table: table.name})
  }
})

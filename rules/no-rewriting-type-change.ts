import {defineRule} from '../src/core/define-rule.js'
import {describeCause, describeWork} from '../src/knowledge/describe.js'

/** Report changes of a column's type that rewrite or copy the table, or rebuild its indexes, while others wait. */
export default defineRule({
  id: 'no-rewriting-type-change',
  summary: 'Disallow changes of a column that rewrite or copy the table under a lock',
  severity: 'error',
  on: ['column.set-type', 'column.modify', 'column.set-expression'],
  engines: ['postgres', 'mysql', 'mariadb'],
  once: 'command',
  peers: {
    squawk: ['changing-column-type'],
    strong_migrations: ['change_column', 'change_column_constraint'],
    eugene: ['E5', 'E10'],
    atlas: ['PG301', 'MY130', 'MY136'],
    pgfence: ['alter-column-type'],
    MigrationPilot: ['MP007', 'MP089'],
    bytebase: ['COLUMN_DISALLOW_CHANGE_TYPE', 'TABLE_DISALLOW_SET_CHARSET', 'COLUMN_DISALLOW_SET_CHARSET'],
    'diesel-guard': ['AlterColumnTypeCheck']
  },
  recipe: 'expand-contract-column',
  messages: {
    change:
      'Unexpected change of `{{column}}` ({{because}}), it {{work}}; expected a new column beside it, filled in batches, and a switch to it'
  },
  docs: {
    condition:
      'A column of an existing table gets a type (or a generation expression) that its stored values do not fit into as they are, or that its indexes or checks have to be made anew for.',
    effect: {
      postgres: 'Everybody who wants to read the table or to write to it waits until every row is written.',
      mysql: 'Everybody who wants to write to the table waits until every row is written.'
    },
    instead: {
      postgres:
        'Add a column of the new type, write to both, fill it in batches, switch the readers, drop the old one.',
      mysql:
        'Let a shadow table do it (gh-ost, pt-online-schema-change, Spirit); or add a column of the new type, write to both, fill it in batches, switch the readers, drop the old one.'
    },
    notWhen:
      'The table is so small that others can wait until it is rewritten. A lock timeout ends the wait for the lock, not the work under it.',
    examples: [
      {
        name: 'int-to-bigint',
        schema: 'CREATE TABLE payment (id bigint PRIMARY KEY, cents int);',
        unsafe: 'ALTER TABLE payment ALTER COLUMN cents TYPE bigint;',
        reports: ['1:21-1:51 change'],
        safe: [
          'ALTER TABLE payment ADD COLUMN cents_new bigint;',
          'UPDATE payment SET cents_new = cents WHERE id BETWEEN 1 AND 1000;'
        ]
      },
      {
        name: 'mysql-int-to-bigint',
        dialect: 'mysql',
        schema: 'CREATE TABLE payment (id bigint PRIMARY KEY, cents int);',
        unsafe: 'ALTER TABLE payment MODIFY cents bigint;',
        reports: ['1:21-1:40 change'],
        safe: [
          'ALTER TABLE payment ADD COLUMN cents_new bigint, ALGORITHM=INSTANT;',
          'UPDATE payment SET cents_new = cents WHERE id BETWEEN 1 AND 1000;'
        ]
      },
      {
        name: 'mysql-varchar-over-255-bytes',
        dialect: 'mysql',
        schema: 'CREATE TABLE payment (id bigint PRIMARY KEY, note varchar(60)) DEFAULT CHARSET=utf8mb4;',
        unsafe: 'ALTER TABLE payment MODIFY note varchar(100);',
        reports: ['1:21-1:45 change'],
        safe: ['ALTER TABLE payment MODIFY note varchar(63), ALGORITHM=INPLACE, LOCK=NONE;']
      }
    ]
  },
  check({column}, {blocking, dialect, report}) {
    const [effect] = blocking
    if (effect) report('change', {column, because: describeCause(effect), work: describeWork(effect, dialect)})
  }
})

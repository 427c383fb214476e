import {defineRule} from '../src/core/define-rule.js'
import type {Dialect} from '../src/server/server.js'
import type {Operation} from '../src/operations/operation.js'
import {findConstraint} from '../src/schema/lookup.js'
import type {Table} from '../src/schema/objects.js'

/** Report tables that lose their primary key: rows cannot be told apart any more, also by replicas. */
export default defineRule({
  id: 'no-primary-key-drop',
  summary: 'Disallow dropping a primary key without a new one in the same migration',
  severity: 'error',
  peers: {
    atlas: ['CD103'],
    MigrationPilot: ['MP055'],
    skeema: ['pk'],
    bytebase: ['TABLE_REQUIRE_PK'],
    'diesel-guard': ['DropPrimaryKeyCheck']
  },
  on: ['constraint.drop', 'index.drop'],
  engines: ['postgres', 'mysql', 'mariadb'],
  ofOutcome: true,
  recipe: 'unique-index-then-constraint',
  messages: {
    drop: 'Unexpected drop of the primary key of `{{table}}`, expected a new one in the same statement'
  },
  docs: {
    condition: 'The primary key of an existing table is dropped, and the table has none at the end of the migration.',
    effect: {
      postgres:
        'Nothing keeps duplicates out from now on, `ON CONFLICT` fails, foreign keys to it cannot be. With logical replication every `UPDATE` and `DELETE` fails for lack of a replica identity.',
      mysql:
        'Nothing keeps duplicates out from now on, `ON DUPLICATE KEY` does not find them, foreign keys to it cannot be. Replicas that find no other index look through the whole table for the rows of each change.'
    },
    instead: {
      postgres:
        'Build the new key first: a unique index with `CONCURRENTLY`, then `DROP CONSTRAINT …, ADD PRIMARY KEY USING INDEX` in one statement.',
      mysql: 'Make the new key in the same statement: `DROP PRIMARY KEY, ADD PRIMARY KEY (…)`.'
    },
    notWhen: 'The table is dropped soon, and nothing writes to it.',
    examples: [
      {
        name: 'drop',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, number bigint NOT NULL);',
        unsafe: 'ALTER TABLE post DROP CONSTRAINT post_pkey;',
        reports: ['1:18-1:43 drop'],
        safe: [
          'CREATE UNIQUE INDEX CONCURRENTLY post_number ON post (number);',
          'ALTER TABLE post DROP CONSTRAINT post_pkey, ADD PRIMARY KEY USING INDEX post_number;'
        ]
      },
      {
        name: 'table-not-known',
        unsafe: 'ALTER TABLE post DROP CONSTRAINT post_pkey;',
        reports: ['1:18-1:43 drop']
      },
      {
        name: 'mysql-drop',
        dialect: 'mysql',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, number bigint NOT NULL);',
        unsafe: 'ALTER TABLE post DROP PRIMARY KEY;',
        reports: ['1:18-1:34 drop'],
        safe: ['ALTER TABLE post DROP PRIMARY KEY, ADD PRIMARY KEY (number), ALGORITHM=INPLACE, LOCK=NONE;']
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/logical-replication-publication.html']
  },
  check(operation, {atEnd, dialect, isNew, report, table}) {
    const name = operation.table
    if (!name || isNew(name)) return
    const before = table(name)
    const isPrimary =
      operation.kind === 'index.drop'
        ? operation.index.name.toUpperCase() === 'PRIMARY'
        : isPrimaryKey(operation, before, dialect)
    if (!isPrimary) return
    atEnd((find) => {
      const after = find(name)
      if (before && !after) return
      if (after?.constraints.some(({type}) => type === 'primary-key') !== true) report('drop', {table: name.name})
    })
  }
})

function isPrimaryKey(
  {name, table, type}: Operation<'constraint.drop'>,
  before: Table | undefined,
  dialect: Dialect
): boolean {
  const found = type ?? (before && findConstraint(dialect, before, name ?? '')?.type)
  if (found !== undefined) return found === 'primary-key'
  // Of a table that the catalog does not know in full: the name that PostgreSQL gives to a primary key, or people.
  const names = [`${table.name}_pkey`, `${table.name}_pk`, `pk_${table.name}`]
  return dialect === 'postgres' && before?.incomplete !== false && names.includes(name?.toLowerCase() ?? '')
}

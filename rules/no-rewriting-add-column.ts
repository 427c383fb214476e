import {defineRule} from '../src/core/define-rule.js'
import {describeCause, describeWork} from '../src/knowledge/describe.js'
import type {Effect} from '../src/knowledge/effect.js'
import {ofDomain} from '../src/knowledge/postgres/facts/columns-added.js'
import type {ColumnDefinition} from '../src/operations/definitions.js'

/** Report new columns that make the server write every row afresh while others wait. */
export default defineRule({
  id: 'no-rewriting-add-column',
  summary: 'Disallow `ADD COLUMN` that rewrites or copies the table under a lock',
  severity: 'error',
  on: 'column.add',
  engines: ['postgres', 'mysql', 'mariadb'],
  unlessReportedBy: ['no-blocking-foreign-key', 'no-blocking-unique', 'no-required-column', 'no-scanning-check'],
  once: 'command',
  peers: {
    squawk: ['adding-field-with-default'],
    strong_migrations: [
      'add_column_default',
      'add_column_default_callable',
      'add_column_auto_incrementing',
      'add_column_generated_stored'
    ],
    eugene: ['E11'],
    atlas: ['PG302', 'PG309', 'PG310'],
    pgfence: ['add-column-non-constant-default', 'add-column-serial', 'add-column-stored-generated'],
    MigrationPilot: ['MP003', 'MP015', 'MP062'],
    bytebase: ['COLUMN_DEFAULT_DISALLOW_VOLATILE'],
    'diesel-guard': ['AddColumnCheck', 'AddIdentityColumnCheck', 'AddSerialColumnCheck', 'GeneratedColumnCheck']
  },
  recipe: 'add-column-then-backfill',
  messages: {
    rewrite:
      'Unexpected `ADD COLUMN {{column}}` ({{because}}), it {{work}}; expected a nullable column without a default, then the default, then a backfill in batches',
    generated:
      'Unexpected `ADD COLUMN {{column}}` ({{because}}), it {{work}}; expected an ordinary column that a trigger keeps, filled in batches, or a `VIRTUAL` one (PostgreSQL 18)',
    domain:
      'Unexpected `ADD COLUMN {{column}}` ({{because}}), it {{work}}; expected the base type of the domain, and its check as `NOT VALID`',
    type: 'Unexpected `ADD COLUMN {{column}}` of a type that is not known, it {{work}} if that is a domain with constraints; expected the schema that says what it is (`--schema`), or the base type of the domain, and its check as `NOT VALID`',
    copy: 'Unexpected `ADD COLUMN {{column}}` ({{because}}), it {{work}}; expected a column that ALGORITHM=INSTANT can add, or a shadow table'
  },
  docs: {
    condition:
      'A new column of an existing table needs a value of its own in each row: a volatile default, a serial or identity column, a stored generated column, a domain with constraints; in MySQL and MariaDB whatever ALGORITHM=INSTANT and INPLACE cannot add without keeping writers out.',
    effect: {
      postgres: 'Everybody who wants to read the table or to write to it waits until every row is written.',
      mysql: 'Everybody who wants to write to the table waits until every row is written.'
    },
    instead:
      'Add the column nullable and without a default, set the default for new rows, and fill the old ones in batches.',
    notWhen:
      'The table is so small that others can wait until it is rewritten. A lock timeout ends the wait for the lock, not the work under it.',
    examples: [
      {
        name: 'volatile-default',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();',
        reports: ['1:21-1:77 rewrite'],
        safe: [
          'ALTER TABLE account ADD COLUMN token uuid;\nALTER TABLE account ALTER COLUMN token SET DEFAULT gen_random_uuid();',
          'UPDATE account SET token = DEFAULT WHERE token IS NULL AND id BETWEEN 1 AND 1000;',
          'ALTER TABLE account ADD CONSTRAINT token_set CHECK (token IS NOT NULL) NOT VALID;',
          'ALTER TABLE account VALIDATE CONSTRAINT token_set;',
          'ALTER TABLE account ALTER COLUMN token SET NOT NULL;\nALTER TABLE account DROP CONSTRAINT token_set;'
        ]
      },
      {
        name: 'serial',
        schema: 'CREATE TABLE account (name text);',
        unsafe: 'ALTER TABLE account ADD COLUMN number bigserial;',
        reports: ['1:21-1:48 rewrite'],
        safe: [
          'ALTER TABLE account ADD COLUMN number bigint;\nCREATE SEQUENCE account_number_seq OWNED BY account.number;',
          "ALTER TABLE account ALTER COLUMN number SET DEFAULT nextval('account_number_seq');"
        ]
      },
      {
        name: 'identity',
        schema: 'CREATE TABLE account (name text);',
        unsafe: 'ALTER TABLE account ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;',
        reports: ['1:21-1:74 rewrite']
      },
      {
        name: 'stored-generated',
        version: '18',
        schema: 'CREATE TABLE account (email text);',
        unsafe: 'ALTER TABLE account ADD COLUMN email_key text GENERATED ALWAYS AS (lower(email)) STORED;',
        reports: ['1:21-1:88 generated'],
        safe: ['ALTER TABLE account ADD COLUMN email_key text GENERATED ALWAYS AS (lower(email)) VIRTUAL;']
      },
      {
        name: 'domain',
        schema: 'CREATE DOMAIN positive AS int CHECK (VALUE > 0);\nCREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN size positive;',
        reports: ['1:21-1:45 domain'],
        safe: [
          'ALTER TABLE account ADD COLUMN size int;',
          'ALTER TABLE account ADD CONSTRAINT size_positive CHECK (size > 0) NOT VALID;',
          'ALTER TABLE account VALIDATE CONSTRAINT size_positive;'
        ]
      },
      {
        name: 'domain-with-default',
        schema: 'CREATE DOMAIN positive AS int CHECK (VALUE > 0);\nCREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN size positive DEFAULT NULL;',
        reports: ['1:21-1:58 domain'],
        safe: ['ALTER TABLE account ADD COLUMN size int DEFAULT NULL;']
      },
      {
        name: 'type-and-table-not-known',
        unsafe: "ALTER TABLE account ADD COLUMN state account_state NOT NULL DEFAULT 'open';",
        reports: ['1:21-1:75 type'],
        safe: [
          "CREATE TYPE account_state AS ENUM ('open');\nALTER TABLE account ADD COLUMN state account_state NOT NULL DEFAULT 'open';"
        ]
      },
      {
        name: 'mysql-stored-generated',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, email varchar(100));',
        unsafe: 'ALTER TABLE account ADD COLUMN email_key varchar(100) AS (lower(email)) STORED;',
        reports: ['1:21-1:79 copy'],
        safe: ['ALTER TABLE account ADD COLUMN email_key varchar(100) AS (lower(email)) VIRTUAL, ALGORITHM=INSTANT;']
      },
      {
        name: 'mysql-expression-default',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN size int NOT NULL DEFAULT (1 + 1);',
        reports: ['1:21-1:65 copy'],
        safe: ['ALTER TABLE account ADD COLUMN size int NOT NULL DEFAULT 2, ALGORITHM=INSTANT;']
      }
    ]
  },
  check({column}, {blocking, dialect, report}) {
    const [effect] = blocking
    if (!effect) return
    const data = {column: column.name, because: describeCause(effect), work: describeWork(effect, dialect)}
    report(dialect === 'postgres' ? postgresMessage(column, effect) : 'copy', data)
  }
})

/** What to do instead depends on where the values come from. */
function postgresMessage(
  {generated}: ColumnDefinition,
  {because, confidence}: Effect
): 'generated' | 'domain' | 'type' | 'rewrite' {
  if (generated !== undefined) return 'generated'
  if (because !== ofDomain) return 'rewrite'
  return confidence === 'unknown' ? 'type' : 'domain'
}

/** Statements that other tools report and sqlsafe does not, because the server does no harm: a test checks each of them. */
import type {Compared} from './compared.js'

const account = 'CREATE TABLE account (id bigint PRIMARY KEY, name varchar(50), code text NOT NULL);'

export const silent: readonly Compared[] = [
  {
    sql: 'ALTER TABLE account ADD COLUMN made timestamptz NOT NULL DEFAULT now();',
    schema: account,
    because:
      '`now()` is the same for all rows of a statement: since PostgreSQL 11 it is evaluated once and stored once.',
    peers: {pgfence: ['add-column-non-constant-default'], MigrationPilot: ['MP003']}
  },
  {
    sql: 'ALTER TABLE account ADD COLUMN parent bigint REFERENCES account (id);',
    schema: account,
    because:
      'The new column is `NULL` everywhere, so no row is looked up. Without `lock_timeout`, `require-lock-timeout` speaks of the wait for the locks; with a default, or among locks that are held already, it is told.',
    peers: {squawk: ['adding-foreign-key-constraint'], pgfence: ['add-column-inline-foreign-key']}
  },
  {
    sql: 'ALTER TABLE account ALTER COLUMN name TYPE varchar(200);',
    schema: account,
    because: 'What is stored stays as it is, and no row is read.',
    peers: {squawk: ['changing-column-type'], pgfence: ['alter-column-type'], MigrationPilot: ['MP007']}
  },
  {
    sql: "BEGIN;\nALTER TYPE mood ADD VALUE 'calm';\nCOMMIT;",
    schema: "CREATE TYPE mood AS ENUM ('glad');",
    because: 'Since PostgreSQL 12 it may stand in a transaction, as long as nothing in it uses the value.',
    peers: {pgfence: ['alter-enum-add-value'], MigrationPilot: ['MP012']}
  },
  {
    sql: 'ALTER TABLE item ADD CONSTRAINT item_pk PRIMARY KEY USING INDEX item_code;',
    schema: 'CREATE TABLE item (code text NOT NULL);\nCREATE UNIQUE INDEX item_code ON item (code);',
    because: 'The index is there and its columns are `NOT NULL`: no row is read.',
    peers: {pgfence: ['add-pk-using-index']}
  },
  {
    sql: 'CREATE INDEX event_at ON ONLY event (at);',
    schema: 'CREATE TABLE event (at int) PARTITION BY RANGE (at);',
    because: 'The index of the parent alone is an entry in the catalog; `CONCURRENTLY` is refused there.',
    peers: {
      squawk: ['require-concurrent-index-creation'],
      pgfence: ['create-index-not-concurrent'],
      MigrationPilot: ['MP001']
    }
  },
  {
    sql: 'BEGIN;\nALTER TABLE account ADD COLUMN bio text;\nALTER TABLE account ADD COLUMN site text;\nCOMMIT;',
    schema: account,
    because: 'Both are quick, and the second waits for nobody: the table is locked already.',
    peers: {MigrationPilot: ['MP008', 'MP058']}
  },
  {
    sql: 'CREATE TABLE draft (id bigint PRIMARY KEY);\nINSERT INTO draft VALUES (1);\nDROP TABLE draft;',
    schema: account,
    because: 'Nobody but the migration has ever seen the table.',
    peers: {squawk: ['ban-drop-table'], pgfence: ['drop-table'], MigrationPilot: ['MP026']}
  },
  {
    sql: 'CREATE TABLE event (id bigint, at int) PARTITION BY RANGE (at);\nCREATE INDEX event_id ON event (id);',
    schema: account,
    because: 'A new table has no partitions, whose rows would have to be read.',
    peers: {
      squawk: ['require-concurrent-index-creation'],
      pgfence: ['create-index-not-concurrent'],
      MigrationPilot: ['MP092']
    }
  },
  {
    sql: 'BEGIN;\nREFRESH MATERIALIZED VIEW CONCURRENTLY account_code;\nCOMMIT;',
    schema: `${account}\nCREATE MATERIALIZED VIEW account_code AS SELECT id, code FROM account;\nCREATE UNIQUE INDEX account_code_id ON account_code (id);`,
    because: 'It may stand in a transaction, and readers go on. That it takes long is said by `strict`.',
    peers: {pgfence: ['refresh-matview-concurrent'], 'diesel-guard': ['RefreshMatViewCheck']}
  }
]

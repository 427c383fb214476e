import {defineRule} from '../src/core/define-rule.js'
import type {Operation} from '../src/operations/operation.js'
import {isRenamedHere} from '../src/core/rules/made-here.js'
import {hasOffset, readsByIndex, takesBatch, touchedRows} from '../src/knowledge/touched-rows.js'

/** Report changes of rows in one go whose number is not bounded by the statement. */
export default defineRule({
  id: 'no-unbatched-backfill',
  summary: 'Disallow changing an unbounded number of rows in one statement',
  severity: 'warning',
  on: ['rows.update', 'rows.delete', 'rows.insert', 'table.create'],
  engines: ['postgres', 'mysql', 'mariadb'],
  unlessReportedBy: [
    'no-delete-without-where',
    'no-offset-backfill',
    'no-update-without-where',
    'no-work-under-exclusive-lock'
  ],
  once: 'table',
  peers: {
    pgfence: ['update-in-migration'],
    MigrationPilot: ['MP011', 'MP067'],
    bytebase: ['STATEMENT_AFFECTED_ROW_LIMIT']
  },
  recipe: 'batched-backfill',
  messages: {
    rows: 'Unexpected {{verb}} of `{{table}}` with a condition that any number of rows may meet, each stays locked until the last is done; expected batches by key, each in its own transaction',
    loop: 'Unexpected batches of `{{table}}` in a loop without `COMMIT`: one transaction has them all, each row stays locked until the last batch is done; expected `COMMIT` after each batch, outside of a transaction block',
    source:
      'Unexpected `INSERT … SELECT` from `{{table}}`, each row that is read stays locked until the last is written; expected batches by key, each in its own transaction',
    made: 'Unexpected `CREATE TABLE … SELECT` from `{{table}}`, each row that is read stays locked until the last is written; expected an empty table, and batches by key, each in its own transaction',
    look: 'Unexpected `INSERT … SELECT` of one row after a look through `{{table}}`, each row that is read stays locked until it commits; expected an index of what is compared, or a unique key and `INSERT IGNORE`'
  },
  docs: {
    condition:
      'An `UPDATE` or `DELETE` of an existing table has only conditions such as a backfill has (`IS NULL`, a join, an open end of the key; on MySQL and MariaDB also a clean-up, such as older than a day), and neither a `LIMIT` nor a unique key with its values or both ends of a range. On PostgreSQL also batches (`LIMIT`) in a loop of a block that does not commit between them. Of other conditions speaks [`no-unbounded-change`](no-unbounded-change.md). On MySQL and MariaDB also `INSERT … SELECT` and `CREATE TABLE … SELECT` from an existing table, which lock the rows that they read (not with `READ COMMITTED`), unless it names them by a unique key, or makes one row where `EXISTS` has looked by an index, or the migration has given that table its name: no running release reads it.',
    effect:
      'If many rows meet it, each stays locked until all are done: whoever wants to write one waits; dead rows pile up, and replicas fall behind.',
    instead: {
      postgres: 'Change a few thousand rows at a time by ranges of the key, and commit after each.',
      mysql:
        'Change a few thousand rows at a time by ranges of the key, and commit after each. Where one row is looked for, an index of what is compared leaves the others free.'
    },
    notWhen: 'You know that few rows meet the condition: suppress the finding there and say so.',
    examples: [
      {
        name: 'condition',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, state text);',
        unsafe: "UPDATE account SET state = 'open' WHERE state IS NULL;",
        reports: ['1:1-1:54 rows'],
        safe: [
          "UPDATE account SET state = 'open' WHERE state IS NULL AND id BETWEEN 1 AND 1000;",
          "UPDATE account SET state = 'open' WHERE id IN (SELECT id FROM account WHERE state IS NULL LIMIT 1000);"
        ]
      },
      {
        name: 'batches-without-commit',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, state text);',
        unsafe:
          "DO $$ BEGIN\n  LOOP\n    UPDATE account SET state = 'open' WHERE id IN (SELECT id FROM account WHERE state IS NULL LIMIT 1000);\n    EXIT WHEN NOT FOUND;\n  END LOOP;\nEND $$;",
        reports: ['3:5-3:106 loop'],
        safe: [
          "DO $$ BEGIN\n  LOOP\n    UPDATE account SET state = 'open' WHERE id IN (SELECT id FROM account WHERE state IS NULL LIMIT 1000);\n    EXIT WHEN NOT FOUND;\n    COMMIT;\n  END LOOP;\nEND $$;"
        ]
      },
      {
        name: 'rest-of-the-key',
        schema: 'CREATE TABLE session (id bigint PRIMARY KEY, ended timestamptz);',
        unsafe: 'DELETE FROM session WHERE id > 1000;',
        reports: ['1:1-1:36 rows'],
        // PostgreSQL locks what it deletes, no more: how much that is, the text does not tell.
        safe: ["DELETE FROM session WHERE ended < '2026-01-01';"]
      },
      {
        name: 'mysql-delete',
        dialect: 'mysql',
        schema: 'CREATE TABLE session (id bigint PRIMARY KEY, ended datetime);',
        unsafe: "DELETE FROM session WHERE ended < '2026-01-01';",
        reports: ['1:1-1:47 rows'],
        safe: ["DELETE FROM session WHERE ended < '2026-01-01' LIMIT 1000;"]
      },
      {
        name: 'mysql-insert-select',
        dialect: 'mysql',
        schema: 'CREATE TABLE session (id bigint PRIMARY KEY);\nCREATE TABLE archive (id bigint PRIMARY KEY);',
        unsafe: 'INSERT INTO archive SELECT id FROM session;',
        reports: ['1:1-1:43 source'],
        safe: ['INSERT INTO archive SELECT id FROM session ORDER BY id LIMIT 1000;']
      },
      {
        name: 'mysql-create-select',
        dialect: 'mysql',
        schema: 'CREATE TABLE session (id bigint PRIMARY KEY);',
        unsafe: 'CREATE TABLE archive AS SELECT id FROM session;',
        reports: ['1:1-1:47 made'],
        safe: [
          'CREATE TABLE archive AS SELECT id FROM session LIMIT 0;',
          'CREATE TABLE one AS SELECT id FROM session WHERE id = 5;'
        ]
      },
      {
        name: 'mysql-insert-by-key',
        dialect: 'mysql',
        schema:
          'CREATE TABLE kind (id int PRIMARY KEY, name varchar(50), note varchar(50), UNIQUE KEY (name));\nCREATE TABLE choice (id int AUTO_INCREMENT PRIMARY KEY, kind int);',
        unsafe: "INSERT INTO choice (kind) SELECT id FROM kind WHERE note = 'a';",
        reports: ['1:1-1:63 source'],
        safe: ["INSERT INTO choice (kind) SELECT id FROM kind WHERE name = 'a';"]
      },
      {
        name: 'mysql-insert-unless-there',
        dialect: 'mysql',
        schema:
          'CREATE TABLE permission (id int AUTO_INCREMENT PRIMARY KEY, code varchar(50), note varchar(50), KEY (code));',
        unsafe:
          "INSERT INTO permission (note) SELECT 'a' FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM permission WHERE note = 'a');",
        reports: ['1:1-1:112 look'],
        safe: [
          "INSERT INTO permission (code) SELECT 'a' FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM permission WHERE code = 'a');"
        ]
      },
      {
        name: 'mysql-swapped',
        dialect: 'mysql',
        schema:
          'CREATE TABLE session (id bigint PRIMARY KEY);\nCREATE TABLE session_new (id bigint PRIMARY KEY);\nCREATE TABLE archive (id bigint PRIMARY KEY);',
        unsafe:
          '-- sqlsafe-phase: contract\nRENAME TABLE session TO session_old, session_new TO session;\nINSERT INTO archive SELECT id FROM session;',
        reports: ['3:1-3:43 source'],
        safe: [
          '-- sqlsafe-phase: contract\nRENAME TABLE session TO session_old;\nINSERT INTO archive SELECT id FROM session_old;'
        ]
      }
    ],
    sources: [
      'https://www.postgresql.org/docs/current/plpgsql-transactions.html',
      'https://dev.mysql.com/doc/refman/8.4/en/innodb-locks-set.html'
    ]
  },
  check(operation, {command, dialect, hasTraffic, migration, report, table}) {
    if (operation.kind === 'rows.insert' || operation.kind === 'table.create') {
      const query = operation.kind === 'table.create' ? operation.asQuery : operation
      if (dialect === 'postgres' || !query || !isFilledByQuery(operation) || query.limit !== undefined) return
      const source = query.reads.find((name) => hasTraffic(name) && !isRenamedHere(name, migration, operation))
      if (!source) return
      const {taken} = query
      if (taken?.by === 'exists') {
        if (!readsByIndex(taken.where, table(source))) report('look', {table: source.name})
      } else if (taken === undefined || touchedRows({where: taken.where}, table(source)) !== 'few') {
        report(operation.kind === 'table.create' ? 'made' : 'source', {table: source.name})
      }
      return
    }

    if (!hasTraffic(operation.table) || hasOffset(operation.where)) return
    if (command.uncommitted === true && takesBatch(operation)) {
      report('loop', {table: operation.table.name})
      return
    }
    if (touchedRows(operation, table(operation.table)) !== 'most') return
    report('rows', {verb: operation.kind === 'rows.update' ? '`UPDATE`' : '`DELETE`', table: operation.table.name})
  }
})

const isFilledByQuery = (operation: Operation<'rows.insert' | 'table.create'>): boolean =>
  operation.kind === 'table.create' || operation.source === 'query'

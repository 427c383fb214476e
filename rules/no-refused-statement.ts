import {defineRule} from '../src/core/define-rule.js'
import {splitProblem} from '../src/core/rules/problem-words.js'

/** Report statements that the server refuses for what the table is. */
export default defineRule({
  id: 'no-refused-statement',
  summary: 'Disallow statements that the server will refuse for the schema as it is',
  severity: 'error',
  on: '*',
  engines: ['postgres', 'mysql', 'mariadb'],
  looksAtRefused: true,
  unlessReportedBy: ['no-mismatched-foreign-key', 'no-unpartitioned-key'],
  peers: {
    MigrationPilot: ['MP092']
  },
  recipe: null,
  noRecipeBecause: 'What is possible instead depends on the statement; the message says what is in the way.',
  messages: {refused: 'Unexpected {{what}}, the server will refuse it; expected {{instead}}'},
  docs: {
    condition:
      'The table that the statement meets does not allow it, such as `CREATE INDEX CONCURRENTLY` on a partitioned table, or `ADD COLUMN` of a view; or other objects do not: on PostgreSQL a view that uses a column whose type changes, a foreign key without a unique key to point to, a function that is replaced with another return type.',
    effect: 'The migration stops here with an error.',
    instead: 'See what the message says is in the way.',
    notWhen:
      'The schema was changed by hand since: then let sqlsafe read it (`--schema`, `--database-url`). What is said for the sake of other objects does not keep the other rules from looking at the statement.',
    examples: [
      {
        name: 'concurrently-on-partitioned-table',
        schema: 'CREATE TABLE event (id bigint) PARTITION BY RANGE (id);',
        unsafe: 'CREATE INDEX CONCURRENTLY event_id ON event (id);',
        refused: true,
        reports: ['1:1-1:49 refused'],
        safe: ['CREATE INDEX event_id ON ONLY event (id);']
      },
      {
        name: 'column-twice',
        schema: 'CREATE TABLE event (id bigint);',
        unsafe: 'ALTER TABLE event ADD PRIMARY KEY (id, id);',
        refused: true,
        reports: ['1:1-1:43 refused'],
        safe: ['CREATE INDEX CONCURRENTLY event_id ON event (id, id);']
      },
      {
        name: 'view',
        schema: 'CREATE TABLE event (id bigint);\nCREATE VIEW recent AS SELECT id FROM event;',
        unsafe: 'ALTER TABLE recent ADD COLUMN at date;',
        refused: true,
        reports: ['1:1-1:38 refused']
      },
      {
        name: 'without-data',
        schema:
          'CREATE TABLE event (id bigint);\nCREATE MATERIALIZED VIEW recent AS SELECT id FROM event WITH NO DATA;\nCREATE UNIQUE INDEX recent_id ON recent (id);',
        unsafe: 'REFRESH MATERIALIZED VIEW CONCURRENTLY recent;',
        refused: true,
        reports: ['1:1-1:46 refused'],
        safe: ['REFRESH MATERIALIZED VIEW recent;']
      },
      {
        name: 'column-of-a-view',
        schema: 'CREATE TABLE event (id bigint, kind int);\nCREATE VIEW recent AS SELECT id, kind FROM event;',
        unsafe: 'ALTER TABLE event ALTER COLUMN kind TYPE bigint;',
        refused: true,
        reports: ['1:1-1:48 refused'],
        safe: [
          "SET lock_timeout = '5s';\nDROP VIEW recent;\nALTER TABLE event ALTER COLUMN kind TYPE bigint;\nCREATE VIEW recent AS SELECT id, kind FROM event;"
        ]
      },
      {
        name: 'key-to-no-key',
        schema: 'CREATE TABLE event (id bigint PRIMARY KEY, code text);\nCREATE TABLE visit (event text);',
        unsafe: 'ALTER TABLE visit ADD FOREIGN KEY (event) REFERENCES event (code) NOT VALID;',
        refused: true,
        reports: ['1:1-1:76 refused'],
        safe: ['CREATE UNIQUE INDEX CONCURRENTLY event_code ON event (code);']
      },
      {
        name: 'mysql-view',
        dialect: 'mysql',
        schema: 'CREATE TABLE event (id bigint PRIMARY KEY);\nCREATE VIEW recent AS SELECT id FROM event;',
        unsafe: 'CREATE INDEX recent_id ON recent (id);',
        refused: true,
        reports: ['1:1-1:38 refused']
      },
      {
        name: 'mysql-column-twice',
        dialect: 'mysql',
        schema: 'CREATE TABLE event (id bigint PRIMARY KEY, at datetime);',
        unsafe: 'CREATE INDEX event_at ON event (at, AT);',
        refused: true,
        reports: ['1:1-1:40 refused']
      }
    ]
  },
  check(operation, {command, judgement: {failure, refusal}, report}) {
    if (operation !== command.operations[0]) return
    const reason = refusal?.reason === 'object' ? refusal : failure?.reason === 'other-object' ? failure : undefined
    if (!reason) return
    report('refused', splitProblem(reason.message, 'a statement that this table allows'), {range: command.range})
  }
})

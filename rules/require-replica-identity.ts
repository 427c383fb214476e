import {defineRule} from '../src/core/define-rule.js'

/** Report tables whose rows logical replication cannot follow. */
export default defineRule({
  id: 'require-replica-identity',
  summary: 'Require a primary key, or a replica identity, for each table',
  severity: 'info',
  preset: 'strict',
  on: 'table.create',
  engines: ['postgres'],
  peers: {
    MigrationPilot: ['MP045'],
    bytebase: ['TABLE_REQUIRE_PK']
  },
  recipe: null,
  noRecipeBecause: 'Which columns identify a row, only its author knows.',
  messages: {
    key: 'Unexpected table `{{table}}` without a primary key: once it is published, its rows cannot be updated or deleted; expected `PRIMARY KEY`'
  },
  docs: {
    condition: 'A table has no primary key at the end of the migration that makes it.',
    effect:
      'Nothing tells two equal rows apart, so that one cannot be corrected alone; logical replication (upgrades with little downtime, change data capture) makes every `UPDATE` and `DELETE` of it fail, unless its replica identity is set.',
    instead: 'Give it a primary key; or, where it is published, a `REPLICA IDENTITY`.',
    notWhen: 'Rows are only ever inserted.',
    examples: [
      {
        name: 'no-key',
        unsafe: 'CREATE TABLE log (at timestamptz, line text);',
        reports: ['1:1-1:45 key'],
        safe: ['CREATE TABLE log (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz, line text);']
      }
    ],
    sources: [
      'https://www.postgresql.org/docs/current/logical-replication-publication.html#LOGICAL-REPLICATION-PUBLICATION-REPLICA-IDENTITY'
    ]
  },
  check(operation, {atEnd, report}) {
    if (operation.temporary || operation.unlogged === true || operation.foreign === true) return
    atEnd((find) => {
      const made = find(operation.table)
      const isTable = made?.kind === 'table' || made?.kind === 'partitioned-table'
      if (!made || !isTable || made.incomplete === true || made.partitionOf || made.inherits.length > 0) return
      if (!made.indexes.some(({primary}) => primary)) report('key', {table: made.name})
    })
  }
})

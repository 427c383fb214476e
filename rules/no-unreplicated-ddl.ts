import {defineRule} from '../src/core/define-rule.js'
import type {Operation} from '../src/operations/operation.js'
import type {Table} from '../src/schema/objects.js'

/** Report what logical replication does not carry: the subscriber stops, or has other data. */
export default defineRule({
  id: 'no-unreplicated-ddl',
  summary: 'Disallow changes that logical replication does not carry to subscribers',
  severity: 'warning',
  on: '*',
  engines: ['postgres'],
  once: 'migration',
  recipe: null,
  noRecipeBecause: 'The same migration is run on each subscriber, by whoever runs it there.',
  messages: {
    schema:
      'Unexpected change of `{{table}}` that subscribers do not get: the next row of a shape that they do not know stops the replication; expected the same change on the subscriber {{when}}',
    identity:
      'Unexpected table `{{table}}` without a replica identity: once it is published, each `UPDATE` and `DELETE` of it fails; expected a primary key, or `REPLICA IDENTITY USING INDEX`',
    sequence:
      'Unexpected change of the sequence `{{table}}`, subscribers do not get its values: after a switch-over it begins anew; expected `setval` there as well',
    objects:
      'Unexpected large objects or materialized view, subscribers do not get what is in them; expected a table, or a refresh on the subscriber'
  },
  docs: {
    condition:
      'The configuration says `replication: logical`, and the migration changes the columns of a table that existed before, makes a table without a primary key, takes the replica identity of one away, or changes sequences. Reported once a migration, at the first.',
    effect:
      'Logical replication carries rows, no schema statements, no sequences, no large objects. A row with a column that the subscriber lacks stops the subscription until somebody adds the column; blue/green deployments become invalid.',
    instead:
      'Add on the subscriber first, then on the publisher; drop on the publisher first, then on the subscriber, where a column that is `NOT NULL` without a default loses its `NOT NULL` before. Give each table a primary key.',
    notWhen: 'The tool that runs the migration runs it on all servers.',
    examples: [
      {
        name: 'add-column',
        deployment: {replication: 'logical'},
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN email text;',
        reports: ['1:21-1:42 schema'],
        safe: ['CREATE INDEX CONCURRENTLY account_by_id ON account (id);']
      },
      {
        name: 'no-identity',
        deployment: {replication: 'logical'},
        unsafe: 'CREATE TABLE log (line text);',
        reports: ['1:1-1:29 identity'],
        safe: ['CREATE TABLE log (id bigint PRIMARY KEY, line text);']
      },
      {
        name: 'identity-taken-away',
        deployment: {replication: 'logical'},
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account REPLICA IDENTITY NOTHING;',
        reports: ['1:21-1:45 identity'],
        safe: ['ALTER TABLE account REPLICA IDENTITY FULL;']
      },
      {
        name: 'sequence',
        deployment: {replication: 'logical'},
        schema: 'CREATE SEQUENCE number;',
        unsafe: 'ALTER SEQUENCE number RESTART WITH 1000;',
        reports: ['1:1-1:40 sequence']
      },
      {
        name: 'materialized-view',
        deployment: {replication: 'logical'},
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'CREATE MATERIALIZED VIEW total AS SELECT count(*) FROM account;',
        reports: ['1:1-1:63 objects']
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/logical-replication-restrictions.html']
  },
  check(operation, {atEnd, deployment: {replication}, isNew, report}) {
    if (replication !== 'logical') return
    switch (operation.kind) {
      case 'table.create': {
        if (operation.temporary || operation.partitionOf !== undefined) return
        atEnd((find) => {
          const made = find(operation.table)
          if (made && !hasIdentity(made)) report('identity', {table: operation.table.name})
        })
        return
      }
      case 'table.replica-identity':
        atEnd((find) => {
          const after = find(operation.table)
          const isKnown = after && after.incomplete !== true
          if (isKnown ? !hasIdentity(after) : operation.identity === 'nothing')
            report('identity', {table: operation.table.name})
        })
        return
      case 'sequence.alter':
        if (operation.action.toLowerCase() !== 'owned by' && operation.ownedBy === undefined)
          report('sequence', {table: operation.sequence.name})
        return
      case 'view.create':
      case 'view.refresh':
        if (operation.kind === 'view.refresh' || operation.materialized) report('objects')
        return
      default: {
        const when = shapeChange(operation)
        if (when === undefined || !('table' in operation) || !operation.table || isNew(operation.table)) return
        report('schema', {table: operation.table.name, when})
      }
    }
  }
})

function hasIdentity({constraints, kind, replicaIdentity}: Table): boolean {
  if (kind !== 'table' && kind !== 'partitioned-table') return true
  if (replicaIdentity === 'full' || replicaIdentity === 'index') return true
  return replicaIdentity !== 'nothing' && constraints.some(({type}) => type === 'primary-key')
}

/** When the subscriber has to make the same change; `undefined`: rows keep their shape. */
function shapeChange({kind}: Operation): string | undefined {
  switch (kind) {
    case 'column.add':
    case 'column.drop-not-null':
      return 'before'
    case 'column.drop':
    case 'column.set-not-null':
    case 'table.drop':
      return 'afterwards'
    case 'column.rename':
    case 'column.set-type':
    case 'table.rename':
    case 'table.set-schema':
      return 'at the same time'
    default:
      return undefined
  }
}

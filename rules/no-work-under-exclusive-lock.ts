import {defineRule} from '../src/core/define-rule.js'
import type {RuleContext} from '../src/core/define-rule.js'
import {findRelation} from '../src/core/rules/relations.js'
import {workRules} from '../src/core/rules/work-rules.js'
import {blocks} from '../src/knowledge/blocks.js'
import {works} from '../src/knowledge/describe.js'
import {touchedRows} from '../src/knowledge/touched-rows.js'
import type {Operation} from '../src/operations/operation.js'

/** Report long statements in a transaction that already keeps everybody out of a table. */
export default defineRule({
  id: 'no-work-under-exclusive-lock',
  summary: 'Disallow long work in a transaction that holds a lock which blocks reads',
  severity: 'error',
  on: '*',
  engines: ['postgres'],
  once: 'migration',
  unlessReportedBy: [...workRules, 'no-scanning-under-lock'],
  peers: {
    eugene: ['E4'],
    pgfence: ['statement-after-access-exclusive'],
    MigrationPilot: ['MP080']
  },
  recipe: 'split-transaction',
  messages: {
    write:
      'Unexpected {{what}} while the transaction holds {{lock}} on `{{relation}}`: nobody can write to that table until it is done; expected a transaction of its own',
    work: 'Unexpected {{what}} while the transaction holds {{lock}} on `{{relation}}`: nobody can read that table until it is done; expected a transaction of its own'
  },
  docs: {
    condition:
      'A statement that takes long (it reads or changes many rows of an existing table) runs in a transaction in which an earlier one has taken a lock that blocks reads, such as any `ALTER TABLE`; for scans such as `VALIDATE CONSTRAINT`, also one that blocks writes only. Reported once a migration, at the first such statement.',
    effect:
      'Locks are held until the transaction ends: nobody can read or write the locked table until the long statement is done.',
    instead:
      'Commit between the two: first the change, then, in a migration of its own, the long work, in batches or under its own weaker lock.',
    notWhen: 'The tables are small.',
    examples: [
      {
        name: 'backfill',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: "ALTER TABLE account ADD COLUMN state text;\nUPDATE account SET state = 'open';",
        transaction: 'migration',
        reports: ['2:1-2:34 work'],
        safe: [
          'ALTER TABLE account ADD COLUMN state text;',
          "UPDATE account SET state = 'open' WHERE id > 0 AND id <= 1000;",
          'ALTER TABLE account ADD COLUMN name text;\nCREATE TABLE post (author bigint);\nALTER TABLE post ADD FOREIGN KEY (author) REFERENCES account (id);'
        ]
      },
      {
        name: 'validate',
        schema: 'CREATE TABLE item (id bigint PRIMARY KEY, price int);',
        unsafe:
          'ALTER TABLE item ADD CONSTRAINT price_positive CHECK (price > 0) NOT VALID;\nALTER TABLE item VALIDATE CONSTRAINT price_positive;',
        transaction: 'migration',
        reports: ['2:18-2:52 work'],
        safe: [
          'ALTER TABLE item ADD CONSTRAINT price_positive CHECK (price > 0) NOT VALID;',
          'ALTER TABLE item VALIDATE CONSTRAINT price_positive;'
        ]
      },
      {
        name: 'validate-key',
        schema: 'CREATE TABLE owner (id bigint PRIMARY KEY);\nCREATE TABLE item (id bigint PRIMARY KEY, owner bigint);',
        unsafe:
          'ALTER TABLE item ADD CONSTRAINT item_owner FOREIGN KEY (owner) REFERENCES owner (id) NOT VALID;\nALTER TABLE item VALIDATE CONSTRAINT item_owner;',
        transaction: 'migration',
        reports: ['2:18-2:48 write'],
        safe: [
          'ALTER TABLE item ADD CONSTRAINT item_owner FOREIGN KEY (owner) REFERENCES owner (id) NOT VALID;',
          'ALTER TABLE item VALIDATE CONSTRAINT item_owner;'
        ]
      }
    ]
  },
  check(operation, context) {
    const {catalog, dialect, hasTraffic, held, report, session} = context
    const what = held.length > 0 ? describeLongWork(operation, context) : undefined
    if (what === undefined) return
    const locked = held.filter(({lock, relation}) => blocks(lock, dialect).reads && hasTraffic(relation))
    // Better name one that is there still than one that the transaction has dropped or renamed.
    const unread = locked.find(({relation}) => findRelation(relation, catalog, session)) ?? locked[0]
    const unwritten =
      operation.kind === 'constraint.validate' &&
      held.find(({lock, relation}) => blocks(lock, dialect).writes && hasTraffic(relation))
    const keptOut = unread ?? (unwritten || undefined)
    if (!keptOut) return
    const {lock, relation, statement} = keptOut
    report(unread ? 'work' : 'write', {what, lock, relation}, {cause: statement.range})
  }
})

/** What takes long, in words; `undefined` where nothing does. */
function describeLongWork(
  operation: Operation,
  {
    effects,
    hasTraffic,
    isEmpty,
    table
  }: Pick<RuleContext<string, unknown>, 'effects' | 'hasTraffic' | 'isEmpty' | 'table'>
): string | undefined {
  switch (operation.kind) {
    case 'rows.update':
    case 'rows.delete': {
      const isLong = hasTraffic(operation.table) && touchedRows(operation, table(operation.table)) !== 'few'
      return isLong ? `change of many rows of \`${operation.table.name}\`` : undefined
    }
    case 'rows.insert': {
      const source = operation.limit === undefined ? operation.reads.find(hasTraffic) : undefined
      return source && operation.source === 'query' ? `copy of \`${source.name}\`` : undefined
    }
    case 'table.create': {
      const source = operation.asQuery?.withData === true ? operation.asQuery.reads.find(hasTraffic) : undefined
      return source && `copy of \`${source.name}\``
    }
    case 'view.create': {
      const source =
        operation.materialized && operation.withData !== false ? operation.reads.find(hasTraffic) : undefined
      return source && `copy of \`${source.name}\``
    }
    default: {
      // What a foreign key of a table without rows refers to is not looked up.
      if (operation.kind === 'constraint.add' && isEmpty(operation.table)) return undefined
      const long = effects.find(
        (effect) =>
          works(effect) && effect.confidence !== 'unknown' && hasTraffic(effect.relation) && !isEmpty(effect.relation)
      )
      return long && `scan of \`${long.relation}\``
    }
  }
}

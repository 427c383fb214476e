import {defineRule} from '../src/core/define-rule.js'
import {blocks} from '../src/knowledge/blocks.js'

/** Report transactions that keep writers out of several tables at once. */
export default defineRule({
  id: 'no-wide-lock-window',
  summary: 'Disallow transactions that lock several busy tables against writes',
  severity: 'warning',
  preset: 'strict',
  on: '*',
  engines: ['postgres'],
  once: 'migration',
  peers: {
    atlas: ['TX101'],
    pgfence: ['wide-lock-window'],
    MigrationPilot: ['MP008'],
    bytebase: ['STATEMENT_MAXIMUM_STATEMENTS_IN_TRANSACTION']
  },
  recipe: 'split-transaction',
  messages: {
    window:
      'Unexpected lock on `{{relation}}` ({{lock}}) while the transaction keeps writers out of `{{other}}`: both wait until its end, and a query that uses them in the other order deadlocks with it; expected a transaction for each table'
  },
  docs: {
    condition:
      'One transaction takes locks that block writes on more than one existing table, by several statements, or by one that names more than two tables. Reported once a migration.',
    effect:
      'While it waits for the second table, nobody can write to the first. A transaction of the application that has written to the second and wants the first closes the circle: one of the two is killed.',
    instead: 'Give each table a transaction, hence a migration, of its own; each foreign key too.',
    notWhen: 'All statements are instant, and a lock timeout with retries is in force.',
    examples: [
      {
        name: 'two-tables',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);\nCREATE TABLE post (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN name text;\nALTER TABLE post ADD COLUMN title text;',
        transaction: 'migration',
        reports: ['2:18-2:39 window'],
        safe: ['ALTER TABLE account ADD COLUMN name text;', 'ALTER TABLE post ADD COLUMN title text;']
      }
    ]
  },
  check(operation, {command, dialect, hasTraffic, held, judgement, keepsOut, report, session}) {
    if (operation !== command.operations[0] || !session.transaction) return
    const now = judgement.effects.filter((effect) => keepsOut(effect) && hasTraffic(effect.relation))
    const before = held.filter(({lock, relation}) => blocks(lock, dialect).writes && hasTraffic(relation))
    const named = new Set(now.map(({relation}) => relation))
    const other = before.find(({relation}) => !named.has(relation))
    const locked = new Set(before.map(({relation}) => relation))
    const effect = now.find(({relation}) => !locked.has(relation))
    if (effect && other) {
      const {lock = ''} = effect
      report('window', {relation: effect.relation, lock, other: other.relation}, {cause: other.statement.range})
    } else if (effect && named.size > 2) {
      const [first, second] = now
      report('window', {relation: second?.relation ?? '', lock: second?.lock ?? '', other: first?.relation ?? ''})
    }
  }
})

import {defineRule} from '../src/core/define-rule.js'
import type {Migration} from '../src/migrations/migration.js'
import type {Range} from '../src/parse/source.js'

/** Where each relation was written afresh for the first time. */
const rewritten = new WeakMap<Migration, Map<string, Range>>()

/** Report tables that one migration writes afresh more than once. */
export default defineRule({
  id: 'prefer-one-rewrite',
  summary: 'Prefer one statement over several that each rewrite the table',
  severity: 'warning',
  preset: 'strict',
  on: '*',
  engines: ['postgres', 'mysql', 'mariadb'],
  peers: {
    eugene: ['W12'],
    MigrationPilot: ['MP058'],
    bytebase: ['STATEMENT_MERGE_ALTER_TABLE']
  },
  recipe: null,
  noRecipeBecause: 'The statements are merged by hand: what stands between them may need the first one done.',
  messages: {
    again:
      'Unexpected second rewrite of `{{relation}}` ({{because}}); expected one `ALTER TABLE` with all changes that rewrite it'
  },
  docs: {
    condition: 'A migration has two statements that each write all rows of the same existing table afresh.',
    effect: 'The table is copied twice, with its indexes, and the replicas do as much.',
    instead:
      'Write one `ALTER TABLE` with both clauses. Leave changes that need no rewrite out of it: they would wait under its lock.',
    notWhen: 'What stands between them needs the first one done.',
    examples: [
      {
        name: 'twice',
        schema: 'CREATE TABLE payment (id bigint PRIMARY KEY, cents int, fee int);',
        unsafe:
          'ALTER TABLE payment ALTER COLUMN cents TYPE bigint;\nALTER TABLE payment ALTER COLUMN fee TYPE bigint;',
        reports: ['2:1-2:49 again'],
        safe: ['ALTER TABLE payment ALTER COLUMN cents TYPE bigint, ALTER COLUMN fee TYPE bigint;']
      },
      {
        name: 'mysql-twice',
        dialect: 'mysql',
        schema: 'CREATE TABLE payment (id bigint PRIMARY KEY, cents int, fee int);',
        unsafe: 'ALTER TABLE payment MODIFY cents bigint;\nALTER TABLE payment MODIFY fee bigint;',
        reports: ['2:1-2:38 again'],
        safe: ['ALTER TABLE payment MODIFY cents bigint, MODIFY fee bigint;']
      }
    ]
  },
  check(operation, {command, hasTraffic, judgement, migration, report}) {
    if (operation !== command.operations[0]) return
    const seen = rewritten.get(migration) ?? new Map<string, Range>()
    rewritten.set(migration, seen)
    for (const {because, confidence, relation, rewrite} of judgement.effects) {
      if (rewrite !== 'table' || confidence === 'unknown' || !hasTraffic(relation)) continue
      const first = seen.get(relation)
      if (first) report('again', {relation, because}, {range: command.range, cause: first})
      else seen.set(relation, command.range)
    }
  }
})

import {defineRule} from '../src/core/define-rule.js'

/** Report `BEGIN` and `COMMIT` where the runner, or the file itself, has a transaction open. */
export default defineRule({
  id: 'no-nested-transaction',
  summary: 'Disallow `BEGIN` and `COMMIT` inside of a transaction that is open already',
  severity: 'warning',
  on: ['transaction.begin', 'transaction.commit', 'transaction.rollback'],
  engines: ['postgres'],
  once: 'migration',
  peers: {
    squawk: ['transaction-nesting'],
    atlas: ['TX201'],
    bytebase: ['STATEMENT_DISALLOW_COMMIT']
  },
  recipe: null,
  noRecipeBecause: 'Which of the two is meant, the file or the configuration of the runner has to say.',
  messages: {
    begin:
      'Unexpected `BEGIN` inside of a transaction, it opens none, and the next `COMMIT` ends the outer one; expected no `BEGIN`, or a runner that opens no transaction',
    end: 'Unexpected `{{statement}}`, it ends the transaction of the runner: what follows commits by itself, and stays when the rest fails; expected the runner to end it'
  },
  docs: {
    condition:
      'A file begins a transaction while one is open, or ends the one that its runner has opened. Reported once a migration.',
    effect:
      'PostgreSQL has no nested transactions: `BEGIN` only warns, `COMMIT` ends everything. What follows it is no longer undone when the migration fails, nor is the record of the runner written with it.',
    instead:
      'Leave `BEGIN` and `COMMIT` to the runner, or tell it to open no transaction for this file; savepoints are what nests.',
    notWhen: 'The runner opens none; say so in `runner.transaction` of the configuration.',
    examples: [
      {
        name: 'begin',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'BEGIN;\nALTER TABLE account ADD COLUMN email text;\nCOMMIT;',
        transaction: 'migration',
        reports: ['1:1-1:6 begin'],
        safe: ['BEGIN;\nALTER TABLE account ADD COLUMN email text;\nCOMMIT;']
      },
      {
        name: 'commit',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN email text;\nCOMMIT;',
        transaction: 'migration',
        reports: ['2:1-2:7 end'],
        safe: ['ALTER TABLE account ADD COLUMN email text;']
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/sql-begin.html']
  },
  check(operation, {report, session: {transaction}}) {
    if (!transaction) return
    if (operation.kind === 'transaction.begin') report('begin')
    else if (transaction.byRunner && !('to' in operation && operation.to !== undefined)) {
      report('end', {statement: operation.kind === 'transaction.commit' ? 'COMMIT' : 'ROLLBACK'})
    }
  }
})

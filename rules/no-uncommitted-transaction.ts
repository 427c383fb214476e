import {defineRule} from '../src/core/define-rule.js'

/** Report a `BEGIN` without its `COMMIT`: nothing is applied, or it stays open with all of its locks. */
export default defineRule({
  id: 'no-uncommitted-transaction',
  summary: 'Disallow a transaction that the migration does not end',
  severity: 'error',
  on: 'transaction.begin',
  engines: ['postgres', 'mysql', 'mariadb'],
  once: 'migration',
  peers: {
    squawk: ['ban-uncommitted-transaction'],
    pgfence: ['unclosed-transaction'],
    MigrationPilot: ['MP053']
  },
  recipe: null,
  noRecipeBecause: 'Where the transaction is to end, only the author knows.',
  messages: {open: 'Unexpected `BEGIN` without an end, expected `COMMIT` or `ROLLBACK` in the same migration'},
  docs: {
    condition: 'A migration begins a transaction and does not end it.',
    effect:
      'The runner closes the connection and all is rolled back, though it is recorded as applied; or it keeps the connection, with all locks on it.',
    instead: 'End the transaction in the same file.',
    notWhen: 'Never.',
    examples: [
      {
        name: 'no-commit',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'BEGIN;\nALTER TABLE account ADD COLUMN email text;',
        reports: ['1:1-1:6 open'],
        safe: ['BEGIN;\nALTER TABLE account ADD COLUMN email text;\nCOMMIT;']
      }
    ]
  },
  check(_operation, {atEnd, migration, report, session}) {
    if (session.transaction) return
    // Where the file has ended the transaction of its runner, that ends this one in its place.
    if (migration.transaction === 'migration' && migration.transactions === undefined) return
    atEnd(() => {
      if (session.transaction?.byRunner === false) report('open')
    })
  }
})

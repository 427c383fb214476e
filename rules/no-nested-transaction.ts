import {defineRule} from '../src/core/define-rule.js'
import type {Migration} from '../src/migrations/migration.js'
import type {Operation} from '../src/operations/operation.js'
import type {Statement} from '../src/operations/script.js'

/** Report `BEGIN` and `COMMIT` where the runner, or the file itself, has a transaction open. */
export default defineRule({
  id: 'no-nested-transaction',
  summary: 'Disallow `BEGIN` inside of a transaction, and `COMMIT` of one that the file has not begun',
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
      'Unexpected `BEGIN` inside of a transaction, it opens none, and the next `COMMIT` ends the outer one; expected `SAVEPOINT`, or a `COMMIT` before it',
    end: 'Unexpected `{{statement}}`, it ends the transaction of the runner: what follows commits by itself, and stays when the rest fails; expected the runner to end it',
    last: 'Unexpected `{{statement}}` of a transaction that the file has not begun, it ends the one of the runner: {{what}}; expected the runner to end it',
    block:
      'Unexpected `{{statement}}` in code that runs inside of a transaction, the server refuses it (2D000); expected a migration that runs without one',
    nothing:
      'Unexpected `{{statement}}` where no transaction is open, it does nothing: each statement before it has committed by itself; expected `BEGIN` before them'
  },
  docs: {
    condition:
      'A file begins a transaction while its own is open, ends the one that its runner has opened and goes on after it or has begun none itself, or ends one that nobody has opened; or a block ends the transaction that it runs in. Reported once a migration.',
    effect:
      'PostgreSQL has no nested transactions: `BEGIN` only warns, `COMMIT` ends everything. What follows it is no longer undone when the migration fails, nor is the record of the runner written with it. Where none is open, `COMMIT` and `ROLLBACK` only warn: what was to be undone stays.',
    instead:
      'Leave `BEGIN` and `COMMIT` to the runner, or tell it to open no transaction for this file; savepoints are what nests.',
    notWhen: 'The runner opens none; say so in `runner.transaction` of the configuration.',
    examples: [
      {
        name: 'begin',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'BEGIN;\nBEGIN;\nALTER TABLE account ADD COLUMN email text;\nCOMMIT;',
        reports: ['2:1-2:6 begin'],
        safe: ['BEGIN;\nALTER TABLE account ADD COLUMN email text;\nCOMMIT;']
      },
      {
        name: 'commit',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN email text;\nCOMMIT;\nALTER TABLE account ADD COLUMN phone text;',
        transaction: 'migration',
        reports: ['2:1-2:7 end'],
        safe: ['ALTER TABLE account ADD COLUMN email text;', 'ALTER TABLE account ADD COLUMN phone text;']
      },
      {
        name: 'last',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN email text;\nROLLBACK;',
        transaction: 'migration',
        reports: ['2:1-2:9 last'],
        safe: ['ALTER TABLE account ADD COLUMN email text;']
      },
      {
        name: 'block',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN email text;\nDO $$ BEGIN COMMIT; END $$;',
        transaction: 'migration',
        reports: ['2:13-2:19 block'],
        refused: true,
        safe: ['ALTER TABLE account ADD COLUMN email text;', 'DO $$ BEGIN COMMIT; END $$;']
      },
      {
        name: 'nothing-open',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE account ADD COLUMN email text;\nROLLBACK;',
        reports: ['2:1-2:9 nothing'],
        safe: ['BEGIN;\nALTER TABLE account ADD COLUMN email text;\nROLLBACK;']
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/sql-begin.html']
  },
  check(operation, {migration, report, session: {transaction}, statement: own}) {
    if (operation.kind === 'transaction.begin') {
      // Where the runner has opened one, the first `BEGIN` only warns; what matters is where `COMMIT` stands.
      const inOwn = transaction?.byRunner === false
      const again = transaction !== undefined && transaction.ofQuery !== 'later' && hasBegun(operation, migration)
      if (inOwn || again) report('begin')
      return
    }
    if (operation.kind === 'transaction.rollback' && operation.to !== undefined) return
    const statement = operation.kind === 'transaction.commit' ? 'COMMIT' : 'ROLLBACK'
    // A block or a procedure may end what it has done so far, and go on, where it does not run in a transaction.
    if (own.range.start !== operation.range.start) {
      if (transaction !== undefined) report('block', {statement})
      return
    }
    if (transaction === undefined) {
      const before = migration.script.statements.filter(({range}) => range.end <= operation.range.start)
      // What could not be read may have begun one.
      if (before.length > 0 && before.every(({problems}) => problems.length === 0)) report('nothing', {statement})
      return
    }
    if (!transaction.byRunner) return
    const last = migration.script.statements.at(-1)
    if (last !== undefined && last.range.start > operation.range.end) report('end', {statement})
    else if (!hasBegun(operation, migration)) report('last', {statement, what: afterwards[operation.kind]})
  }
})

const afterwards = {
  'transaction.commit': 'what it writes after the file, such as its record of the migration, commits by itself',
  'transaction.rollback':
    'all that the file has done is undone, and the record of the migration may say that it is there'
}

/** Whether the file has begun a transaction, and not ended it, before an operation. */
function hasBegun({range}: Operation, {script}: Migration): boolean {
  const before = script.statements.findLast(
    (statement) => statement.range.start < range.start && boundsOf(statement).length > 0
  )
  return before !== undefined && boundsOf(before).at(-1)?.kind === 'transaction.begin'
}

function boundsOf({commands}: Statement): Operation[] {
  return commands.flatMap(({operations}) => operations).filter(isBound)
}

function isBound(operation: Operation): boolean {
  if (operation.kind === 'transaction.rollback') return operation.to === undefined
  return operation.kind === 'transaction.begin' || operation.kind === 'transaction.commit'
}

import {defineRule} from '../src/core/define-rule.js'
import {outsideTransaction} from '../src/core/fix/outside-transaction.js'
import type {OutsideOptions} from '../src/core/fix/outside-transaction.js'
import {quoteFullName} from '../src/sql/postgres.js'
import {droppedIndex} from '../src/core/rules/dropped-index.js'
import {splitProblem} from '../src/core/rules/problem-words.js'
import type {RuleContext} from '../src/core/define-rule.js'
import type {Operation} from '../src/operations/operation.js'

/** Report statements that the server refuses to run inside of a transaction. */
export default defineRule({
  id: 'no-concurrently-in-transaction',
  summary: 'Disallow `CONCURRENTLY` and its like inside of a transaction',
  severity: 'error',
  on: '*',
  engines: ['postgres', 'mysql', 'mariadb'],
  looksAtRefused: true,
  peers: {
    squawk: ['ban-concurrent-index-creation-in-transaction'],
    atlas: ['PG103'],
    pgfence: ['concurrent-in-transaction'],
    MigrationPilot: ['MP025'],
    bytebase: ['STATEMENT_NON_TRANSACTIONAL'],
    'diesel-guard': ['AddIndexCheck', 'DropIndexCheck', 'ReindexCheck']
  },
  fixes:
    'Where the runner opens the transaction: tells it not to, or moves the statement to a migration of its own right after.',
  recipe: 'split-transaction',
  messages: {
    runner:
      'Unexpected {{what}}, the server refuses it in the transaction of the runner, one that it opens or a query of several statements; expected it alone, in a migration without one',
    own: 'Unexpected {{what}}, the server refuses it between `BEGIN` and `COMMIT`; expected it outside'
  },
  docs: {
    condition:
      '`CREATE INDEX CONCURRENTLY`, `VACUUM`, `CREATE DATABASE` and the like stand in a transaction, be it one of the file, one that the runner opens around it, or one that the server makes of several statements sent as one query.',
    effect: 'The migration stops here with an error.',
    instead: 'Give the statement a migration of its own that the runner sends without a transaction.',
    notWhen: 'Never: it will not run.',
    examples: [
      {
        name: 'runner',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, author bigint);',
        unsafe: 'CREATE INDEX CONCURRENTLY post_author ON post (author);',
        transaction: 'migration',
        refused: true,
        reports: ['1:1-1:55 runner']
      },
      {
        name: 'own',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, author bigint);',
        unsafe: 'BEGIN;\nCREATE INDEX CONCURRENTLY post_author ON post (author);\nCOMMIT;',
        refused: true,
        reports: ['2:1-2:55 own'],
        safe: ['CREATE INDEX CONCURRENTLY post_author ON post (author);']
      }
    ]
  },
  check(operation, context) {
    const {command, judgement, report, session} = context
    const {refusal} = judgement
    if (operation !== command.operations[0] || refusal?.reason !== 'transaction') return
    const id = session.transaction?.byRunner === true ? 'runner' : 'own'
    const data = {what: splitProblem(refusal.message, '').what}
    report(id, data, {
      range: command.range,
      ...(id === 'runner' && {fix: outsideTransaction(context, [], titleOf(operation, context))})
    })
  }
})

/** For a migration of its own. */
function titleOf(
  operation: Operation,
  {catalog, session}: Pick<RuleContext<string, unknown>, 'catalog' | 'session'>
): OutsideOptions {
  switch (operation.kind) {
    case 'index.create': {
      const {name} = operation.index
      const back = name && `DROP INDEX CONCURRENTLY ${quoteFullName({...operation.table, name})};`
      return {title: `index_${name ?? operation.table.name}`, object: name, on: [operation.table.name], back}
    }
    case 'index.drop': {
      const table = droppedIndex(operation, catalog, session)?.table
      const on = table ? [table.name] : ('unknown' as const)
      return {title: `drop_${operation.index.name}`, object: operation.index.name, on, back: undefined}
    }
    case 'index.reindex': {
      const {name, target} = operation
      return {title: `reindex_${name?.name ?? target}`, object: name?.name, on: 'unknown', back: ''}
    }
    case 'partition.detach':
      return {
        title: `detach_${operation.partition.name}`,
        object: operation.partition.name,
        on: [operation.table.name],
        back: undefined
      }
    case 'table.vacuum':
      return {title: `vacuum_${operation.table?.name ?? 'all'}`, object: operation.table?.name, back: ''}
    default:
      return {title: operation.kind.replace(/\W/g, '_'), object: undefined, back: undefined}
  }
}

import type {SetAssignment, StatementSyntax} from '../../parse/mysql/syntax/statement.js'
import type {Range} from '../../parse/source.js'
import type {Operation} from '../operation.js'

/** Turn a statement about the session or its transaction into operations, `undefined` for any other. */
export function lowerSession(syntax: StatementSyntax, range: Range): Operation[] | undefined {
  switch (syntax.kind) {
    case 'set':
      return syntax.assignments.map(lowerAssignment)
    case 'use':
      return [{kind: 'session.use', schema: syntax.database, range}]
    case 'unlock-tables':
      return [{kind: 'table.unlock', range}]
    case 'begin':
      return [{kind: 'transaction.begin', range}]
    case 'commit':
      return [{kind: 'transaction.commit', range, ...(syntax.chain && {chain: true})}]
    case 'rollback':
      return [
        {
          kind: 'transaction.rollback',
          range,
          ...(syntax.chain && {chain: true}),
          ...(syntax.to !== undefined && {to: syntax.to})
        }
      ]
    case 'savepoint':
      return [{kind: 'transaction.savepoint', range, name: syntax.name}]
    case 'release':
      return [{kind: 'transaction.release', range, name: syntax.name}]
    case 'xa':
      return [{kind: 'transaction.prepare', range, action: `xa ${syntax.action}`}]
    case 'call':
      return [
        {
          kind: 'procedure.call',
          range,
          procedure: syntax.procedure,
          arguments: syntax.arguments.map(({text}) => ({text}))
        }
      ]
    case 'copy':
      return [{kind: 'rows.copy', range, table: syntax.table, direction: 'from', reads: []}]
    case 'prepare':
    case 'execute':
    case 'deallocate':
    case 'compound':
      return [{kind: 'other', range, statement: syntax.kind, tables: []}]
    case 'other':
      return [{kind: 'other', range, statement: syntax.statement, tables: syntax.tables}]
    default:
      return undefined
  }
}

function lowerAssignment({name, range, scope, user, value}: SetAssignment): Operation {
  return {kind: 'session.set', range, name: user ? `@${name}` : name, value, scope}
}

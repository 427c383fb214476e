import type {TransactionStmt} from 'libpg-query'
import type {Operation} from '../../operation.js'
import type {Lowering} from '../lowering.js'
import {operation} from '../lowering.js'

/** `BEGIN`, `COMMIT`, `ROLLBACK`, savepoints, and two-phase commit. */
export const transaction: Lowering<TransactionStmt> = (node, {range}) => [lower(node, range)]

function lower(node: TransactionStmt, range: Operation['range']): Operation {
  const name = node.savepoint_name ?? ''
  const chain = node.chain ? {chain: true} : {}
  switch (node.kind) {
    case 'TRANS_STMT_COMMIT':
      return operation('transaction.commit', range, chain)
    case 'TRANS_STMT_ROLLBACK':
      return operation('transaction.rollback', range, chain)
    case 'TRANS_STMT_ROLLBACK_TO':
      return operation('transaction.rollback', range, {to: name})
    case 'TRANS_STMT_SAVEPOINT':
      return operation('transaction.savepoint', range, {name})
    case 'TRANS_STMT_RELEASE':
      return operation('transaction.release', range, {name})
    case 'TRANS_STMT_PREPARE':
      return operation('transaction.prepare', range, {action: 'prepare'})
    case 'TRANS_STMT_COMMIT_PREPARED':
      return operation('transaction.prepare', range, {action: 'commit'})
    case 'TRANS_STMT_ROLLBACK_PREPARED':
      return operation('transaction.prepare', range, {action: 'rollback'})
    default:
      return operation('transaction.begin', range, {})
  }
}

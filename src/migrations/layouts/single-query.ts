import type {Script} from '../../operations/script.js'
import type {TransactionMode} from './layout.js'

/**
 * The mode of runners that send a whole file as one query: PostgreSQL runs several statements in one
 * query as one transaction, a single one as it would run by itself.
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-MULTI-STATEMENT
 */
export function transactionOfSingleQuery(script: Script): TransactionMode {
  return script.statements.length > 1 ? 'migration' : 'none'
}

import type {Script, Statement} from '../../operations/script.js'
import type {Range} from '../../parse/source.js'
import type {TransactionMode} from '../layouts/layout.js'

/**
 * The mode of runners that send a whole file as one query: PostgreSQL runs several statements in one
 * query as one transaction, a single one as it would run by itself.
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-MULTI-STATEMENT
 */
export function transactionOfSingleQuery(script: Script): TransactionMode {
  return script.statements.length > 1 ? 'migration' : 'none'
}

/** Whether PostgreSQL refuses to run a statement in a transaction block. */
export function refusesTransaction({commands}: Statement): boolean {
  return commands.some(({operations}) =>
    operations.some(
      (operation) =>
        ('concurrently' in operation &&
          operation.concurrently === true &&
          // The only one with that word that may be in one.
          operation.kind !== 'view.refresh') ||
        operation.kind === 'table.vacuum'
    )
  )
}

/** The transactions of runners that commit before a statement that refuses one, and go on in a new one after it. */
export function aroundRefusing({statements}: Script): Range[] {
  const ranges: Range[] = []
  let open: Range | undefined
  for (const statement of statements) {
    if (refusesTransaction(statement)) {
      open = undefined
    } else if (open === undefined) {
      open = {...statement.range}
      ranges.push(open)
    } else {
      open.end = statement.range.end
    }
  }
  return ranges
}

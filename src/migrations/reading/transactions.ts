import type {Operation} from '../../operations/operation.js'
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

/**
 * The transactions of a runner that opens none, but sends queries of several statements: PostgreSQL runs each of those as
 * one, where none is open and it begins none.
 *
 * @param queries Where they stand, in order.
 * @param begun Those that a script begins by its library.
 */
export function transactionsOfQueries(
  {statements}: Script,
  queries: readonly Range[],
  begun: readonly Range[] = []
): 'none' | readonly Range[] {
  const ranges = [...begun]
  let isOpen = false
  for (const query of queries) {
    if (begun.some(({end, start}) => query.start >= start && query.end <= end)) continue
    const own = statements.filter(({range: {start}}) => start >= query.start && start < query.end)
    const isOwn = isOpen || own.some((statement) => doesAny(statement, begins))
    for (const statement of own) isOpen = doesAny(statement, begins) || (isOpen && !doesAny(statement, ends))
    if (!isOwn && own.length > 1) ranges.push(query)
  }
  return ranges.length === 0 ? 'none' : ranges.sort((a, b) => a.start - b.start)
}

function begins({kind}: Operation): boolean {
  return kind === 'transaction.begin'
}

function ends(operation: Operation): boolean {
  return (
    operation.kind === 'transaction.commit' ||
    operation.kind === 'transaction.prepare' ||
    (operation.kind === 'transaction.rollback' && operation.to === undefined)
  )
}

/** Whether an operation is among those that every runner knows to refuse a transaction block. */
export function isIndexOrVacuumAlone(operation: Operation): boolean {
  return (
    ((operation.kind === 'index.create' || operation.kind === 'index.drop') && operation.concurrently === true) ||
    operation.kind === 'table.vacuum'
  )
}

/** Whether a statement does something of a kind. */
export function doesAny({commands}: Statement, is: (operation: Operation) => boolean): boolean {
  return commands.some(({operations}) => operations.some(is))
}

/**
 * The transactions of runners that commit before a statement that refuses one, and go on in a new one after it.
 *
 * @param refuses What the runner takes for such a statement: it does not ask the server.
 */
export function aroundRefusing(
  {statements}: Script,
  refuses: (operation: Operation, range: Range) => boolean
): Range[] {
  const ranges: Range[] = []
  let open: Range | undefined
  for (const statement of statements) {
    if (doesAny(statement, (operation) => refuses(operation, statement.range))) {
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

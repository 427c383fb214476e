/** What else stands in the transaction of a statement. */
import type {Operation} from '../../operations/operation.js'
import type {Statement} from '../../operations/script.js'
import type {FixPlace} from './make-fix.js'

/** Other statements of the same transaction of the runner. */
export function companions({migration: {script, transactions}, statement}: FixPlace): Statement[] {
  const own = transactions?.find(({end, start}) => statement.range.start >= start && statement.range.start < end)
  return script.statements.filter(
    (other) =>
      other !== statement && (own === undefined || (other.range.start >= own.start && other.range.start < own.end))
  )
}

/** Whether what else the transaction does is done with settings of the file's own: another migration has not got them. */
export function needsSession(place: FixPlace): boolean {
  return companions(place).some((other) => operationsOf(other).some((operation) => isSessionChange(operation)))
}

/** Whether a statement between this one and the end of its transaction is one of those. */
export function isFollowedBy(place: FixPlace, is: (other: Statement) => boolean): boolean {
  const {statement, transaction} = place
  if (transaction === undefined) return false
  const later = companions(place).filter(({range}) => range.start > statement.range.start)
  const end = transaction === 'file' ? later.findIndex(commits) : -1
  return later.slice(0, end === -1 ? undefined : end).some(is)
}

/** Whether the transaction that a file has begun ends with a statement. */
export function commits(statement: Statement): boolean {
  return operationsOf(statement).some(
    (operation) => operation.kind === 'transaction.commit' && operation.chain !== true
  )
}

/** All that a statement does. */
export function operationsOf({commands}: Statement): Operation[] {
  return commands.flatMap(({operations}) => operations)
}

function isSessionChange(operation: Operation): boolean {
  const isTimed = operation.kind === 'session.set' && /timeout$/i.test(operation.name)
  return (operation.kind.startsWith('session.') && !isTimed) || operation.kind.startsWith('transaction.')
}

/** Whether all words of one of the names stand in a text. */
export function mentions(text: string, names: readonly string[]): boolean {
  const words = new Set(text.toLowerCase().split(/[^\p{L}\p{N}_$]+/u))
  return names.some((name) =>
    name
      .toLowerCase()
      .split(/[^\p{L}\p{N}_$]+/u)
      .every((part) => words.has(part))
  )
}

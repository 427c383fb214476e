import type {Operation} from '../../operations/operation.js'
import type {Script} from '../../operations/script.js'
import type {Step} from '../analyze.js'

/**
 * Whether the file takes a command back: it has begun a transaction, and ends it with `ROLLBACK`. On MySQL and MariaDB
 * a schema change commits whatever stands before it.
 */
export function isTakenBack({command, migration, session}: Step): boolean {
  if (session.server.dialect !== 'postgres' || session.transaction?.byRunner !== false) return false
  const next = endsOf(migration.script).find(({range}) => range.start >= command.range.end)
  return next?.kind === 'transaction.rollback'
}

const known = new WeakMap<Script, readonly Operation[]>()

/** Where transactions end, whatever happens; `ROLLBACK TO` ends none. */
function endsOf(script: Script): readonly Operation[] {
  const before = known.get(script)
  if (before) return before
  const ends = script.statements
    .flatMap(({commands}) => commands.filter(({conditional}) => conditional !== true))
    .flatMap(({operations}) => operations)
    .filter(
      (operation) =>
        operation.kind === 'transaction.commit' ||
        (operation.kind === 'transaction.rollback' && operation.to === undefined)
    )
  known.set(script, ends)
  return ends
}

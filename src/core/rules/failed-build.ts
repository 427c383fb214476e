import type {Operation} from '../../operations/operation.js'
import type {Step} from '../analyze.js'

/**
 * Whether a second run of an index build takes what a failed one has left for the index: its name is there, and the file
 * neither dropped it before nor uses it after in a way that the server refuses or that builds it again.
 */
export function hidesFailedBuild(operation: Operation<'index.create'>, {migration}: Pick<Step, 'migration'>): boolean {
  const {concurrently, ifNotExists, index, range} = operation
  if (concurrently !== true || ifNotExists !== true) return false
  return !migration.script.statements.some(({commands}) =>
    commands.some(({operations}) =>
      operations.some((other) =>
        other.range.end <= range.start
          ? other.kind === 'index.drop' && other.index.name === index.name
          : other.range.start >= range.end && needsValid(other, index.name)
      )
    )
  )
}

/** A constraint that takes an invalid index over is refused; `REINDEX` of its name makes it valid, or fails. */
function needsValid(operation: Operation, name: string | undefined): boolean {
  switch (operation.kind) {
    case 'constraint.add':
      return operation.constraint.usingIndex === name
    case 'index.reindex':
      return operation.target === 'index' && operation.name?.name === name
    default:
      return false
  }
}

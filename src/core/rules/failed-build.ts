import type {Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import type {Table} from '../../schema/objects.js'
import type {Step} from '../analyze.js'

/** What is known where an index is built. */
type Place = Pick<Step, 'migration' | 'session'> & {table: (name: Name) => Table | undefined}

/**
 * Whether a second run of an index build takes what a failed one has left for the index: its name is there, and the file
 * neither dropped it before nor uses it after in a way that the server refuses or that builds it again.
 */
export function hidesFailedBuild(operation: Operation<'index.create'>, place: Place): boolean {
  const {concurrently, ifNotExists, index, range, table} = operation
  if (concurrently !== true || ifNotExists !== true) return false
  // Nothing is built where an earlier migration has built it.
  if (place.table(table)?.indexes.some(({name, valid}) => name === index.name && valid) === true) return false
  const isBuilt = (name: Name): boolean => isIndexOf(operation, name, place)
  const all = place.migration.script.statements.flatMap(({commands}) => commands.flatMap(({operations}) => operations))
  const before = all.filter((other) => other.range.end <= range.start)
  // Before the path was another one, a bare name was that of another schema.
  const moved = before.findLastIndex(changesPath)
  const isDropped = before.some(
    (other, index) =>
      other.kind === 'index.drop' && isBuilt(other.index) && (index > moved || other.index.schema !== undefined)
  )
  const isUsed = all.some((other) => other.range.start >= range.end && needsValid(other, isBuilt))
  return !isDropped && !isUsed
}

function changesPath(operation: Operation): boolean {
  if (operation.kind === 'session.discard') return operation.what === 'all'
  if (operation.kind !== 'session.set' && operation.kind !== 'session.reset') return false
  return operation.name === undefined || operation.name === 'search_path'
}

/** Whether a name means the index that is built: it is in the schema of its table. */
function isIndexOf({index, table}: Operation<'index.create'>, name: Name, place: Place): boolean {
  if (name.name !== index.name) return false
  if (name.schema === undefined && table.schema === undefined) return true
  const schema = table.schema ?? place.table(table)?.schema
  if (schema === undefined) return true
  return name.schema === undefined ? place.session.searchPath().includes(schema) : name.schema === schema
}

/** A constraint that takes an invalid index over is refused; `REINDEX` of its name makes it valid, or fails. */
function needsValid(operation: Operation, isBuilt: (name: Name) => boolean): boolean {
  switch (operation.kind) {
    case 'constraint.add': {
      const {usingIndex} = operation.constraint
      // The index is looked for in the schema of its table.
      return usingIndex !== undefined && isBuilt({...operation.table, name: usingIndex})
    }
    case 'index.reindex':
      return operation.target === 'index' && operation.name !== undefined && isBuilt(operation.name)
    default:
      return false
  }
}

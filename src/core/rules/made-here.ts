import type {Migration} from '../../migrations/migration.js'
import type {Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'

/** Whether an earlier statement of the migration has made what has a name now, or has given it that name. */
export function isMadeHere({name}: Name, {script}: Pick<Migration, 'script'>, {range}: Operation): boolean {
  return script.statements.some(({commands, range: statement}) => {
    if (statement.start >= range.start) return false
    return commands.some(({operations}) => operations.some((operation) => madeBy(operation) === name))
  })
}

/**
 * Whether an earlier statement of the migration has renamed a table to this, which was the name of none: no running
 * release reads it.
 */
export function isRenamedHere(table: Name, {script}: Pick<Migration, 'script'>, {range}: Operation): boolean {
  const before = script.statements
    .filter(({range: statement}) => statement.start < range.start)
    .flatMap(({commands}) => commands.flatMap(({operations}) => operations))
  const isUsed = before.some(
    (each) => (each.kind === 'table.rename' || each.kind === 'table.drop') && isSame(each.table, table)
  )
  return !isUsed && before.some((each) => each.kind === 'table.rename' && isSame(each.to, table))
}

const isSame = (a: Name, b: Name): boolean =>
  a.name === b.name && (a.schema === undefined || b.schema === undefined || a.schema === b.schema)

/** The name under which a view, type, sequence or routine is found after an operation. */
function madeBy(operation: Operation): string | undefined {
  switch (operation.kind) {
    case 'view.create':
      return operation.view.name
    case 'type.create':
      return operation.type.name
    case 'domain.create':
      return operation.domain.name
    case 'sequence.create':
      return operation.sequence.name
    case 'function.create':
      return operation.function.name
    case 'extension.create':
      return operation.extension
    case 'object.create':
      return operation.objectType === 'role' ? operation.name : undefined
    case 'view.rename':
    case 'type.rename':
    case 'sequence.rename':
    case 'function.alter':
      return operation.to
    default:
      return undefined
  }
}

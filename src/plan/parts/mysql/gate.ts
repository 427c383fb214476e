import type {Name} from '../../../operations/definitions.js'
import type {Operation} from '../../../operations/operation.js'
import type {RecipeView} from '../../recipe.js'
import {untimelyGate} from './not-null.js'

/** What must be true of the application before changes that take a name away from it; `undefined`: they take none. */
export function gateOf(table: Name, operations: readonly Operation[], view: RecipeView): string | undefined {
  const gone = operations.flatMap((operation) => {
    if (operation.kind === 'column.drop' || operation.kind === 'column.rename') return [operation.column]
    if (operation.kind !== 'column.modify') return []
    const {column, definition} = operation
    return definition.name.toLowerCase() === column.toLowerCase() ? [] : [column]
  })
  const untimely = untimelyGate(table, operations, view)
  if (gone.length === 0) return untimely
  const left = `no running release uses ${gone.map((column) => `\`${table.name}.${column}\``).join(', ')} as it was`
  return untimely === undefined ? left : `${left}; ${untimely}`
}

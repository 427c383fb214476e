/** What of a statement stays as it is, beside the parts that recipes take, and when it is done. */
import type {Operation} from '../operations/operation.js'

/** Parts that stay together. */
interface PlainParts {
  operations: readonly Operation[]
  /** Beside the operations of the statement, the first of which has 0. */
  at: number
  /** They come after all others. */
  isLast: boolean
}

/**
 * All together where the first of them stands, but what cannot be done there.
 *
 * PostgreSQL drops constraints before it adds others under their names, wherever they stand, drops defaults before it changes types, and sets them after, wherever they stand:
 * https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DATA-TYPE
 *
 * @param all Those of the statement, in order.
 * @param taken Those of them that recipes take.
 */
export function plainParts(all: readonly Operation[], taken: readonly Operation[]): PlainParts[] {
  const plain = all.filter((operation) => !taken.includes(operation))
  const first = all.findIndex((operation) => plain.includes(operation))
  const groups = new Map<number, Operation[]>()
  for (const operation of plain) {
    const at = placeOf(operation, all, taken) ?? first
    groups.set(at, [...(groups.get(at) ?? []), operation])
  }
  return [...groups].map(([at, operations]) => ({at, operations, isLast: at === all.length}))
}

/** Where one has to stand; `undefined`: it does not matter. */
function placeOf(operation: Operation, all: readonly Operation[], taken: readonly Operation[]): number | undefined {
  // The other parts call a table by the name that it has till then.
  if (operation.kind === 'table.rename' && taken.length > 0) return all.length
  if (operation.kind === 'constraint.drop') {
    const again = taken.find((each) => each.kind === 'constraint.add' && each.constraint.name === operation.name)
    return again && all.indexOf(again) - 0.5
  }
  if (operation.kind !== 'column.drop-default' && operation.kind !== 'column.set-default') return undefined
  const typed = taken.find((each) => each.kind === 'column.set-type' && each.column === operation.column)
  if (typed === undefined) return undefined
  return all.indexOf(typed) + (operation.kind === 'column.drop-default' ? -0.5 : 0.5)
}

/**
 * The order in which a server does the parts of one statement, where it is not the written one.
 *
 * PostgreSQL works in passes: drops, types, new columns, the rest, new constraints.
 * https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/commands/tablecmds.c (`AlterTablePass`)
 * MySQL matches drops and changes with the old table, and renames the table last.
 * https://dev.mysql.com/doc/refman/9.4/en/alter-table.html
 */
import type {Operation, OperationKind} from '../../operations/operation.js'

const passes: Partial<Record<OperationKind, number>> = {
  'column.drop': 0,
  'constraint.drop': 0,
  'index.drop': 0,
  'index.rename': 1,
  'column.set-type': 1,
  'column.modify': 1,
  'column.rename': 1,
  'column.add': 2,
  'constraint.add': 4,
  'index.create': 4,
  'table.rename': 5
}

const otherPass = 3

function passOf({kind}: Operation): number {
  return passes[kind] ?? otherPass
}

/** Whether all parts are of one `ALTER TABLE`, and not of a `DROP` of many, a `RENAME TABLE` and the like. */
function isAlter(operations: readonly Operation[]): boolean {
  const [first] = operations
  if (!first || !('table' in first) || operations.every(({kind}) => kind === first.kind)) return false
  return operations.every(
    (each) => 'table' in each && each.table?.name === first.table?.name && each.table?.schema === first.table?.schema
  )
}

/** A rename of columns: from, to, and the operation with another name in place of one of them. */
interface ColumnRename {
  from: string
  to: string
  withFrom: (name: string) => Operation
}

function columnRename(operation: Operation): ColumnRename | undefined {
  if (operation.kind === 'column.rename') {
    return {from: operation.column, to: operation.to, withFrom: (column) => ({...operation, column})}
  }
  if (operation.kind === 'column.modify' && operation.definition.name !== operation.column) {
    return {
      from: operation.column,
      to: operation.definition.name,
      withFrom: (column) => ({...operation, column})
    }
  }
  return undefined
}

/** `RENAME COLUMN a TO b, RENAME COLUMN b TO a`: all mean the old table, so each goes by a name of its own. */
function untangle(operations: readonly Operation[]): Operation[] {
  const renames = operations.flatMap((operation) => columnRename(operation) ?? [])
  const targets = new Set(renames.map(({to}) => to.toLowerCase()))
  if (renames.length < 2 || !renames.some(({from}) => targets.has(from.toLowerCase()))) return [...operations]
  const away: Operation[] = []
  const rest = operations.map((operation, index) => {
    const rename = columnRename(operation)
    if (!rename || !('table' in operation) || !operation.table) return operation
    const meanwhile = `\0${index}`
    away.push({
      kind: 'column.rename',
      range: operation.range,
      table: operation.table,
      column: rename.from,
      to: meanwhile
    })
    return rename.withFrom(meanwhile)
  })
  return [...away, ...rest]
}

/** The operations of a command in the order in which the server does them. */
export function inServerOrder(operations: readonly Operation[]): readonly Operation[] {
  if (operations.length < 2 || !isAlter(operations)) {
    return operations.length < 2 ? operations : untangle(operations)
  }
  return untangle([...operations].sort((a, b) => passOf(a) - passOf(b)))
}

/** What the valid checks of a table say of all its rows. */
import type {Constraint, Table} from '../../../schema/objects.js'
import {toClause, type Clause} from '../expressions/implication.js'
import {openType} from '../expressions/type-facts.js'
import type {Look} from '../look.js'

/** Checks that every row is known to fulfil, and that the statement itself does not drop. */
export function provenChecks(table: Table, {command}: Pick<Look, 'command'>): Constraint[] {
  const dropped = new Set(
    command.operations.flatMap((operation) => (operation.kind === 'constraint.drop' ? [operation.name] : []))
  )
  return table.constraints.filter(
    ({enforced, name, type, valid}) => type === 'check' && valid && enforced && !dropped.has(name)
  )
}

/** Internal name of a column's stored type. */
export function storedTypeOf(table: Table, look: Look): (column: string) => string | undefined {
  return (name) => {
    const type = table.columns.find((column) => column.name === name)?.type
    return type && type.arrayDimensions === 0 ? openType(type, look).base.name : undefined
  }
}

/** All of it as one clause. */
export function knownClause(table: Table, look: Look, notNullCounts: boolean): Clause {
  const typeOfColumn = storedTypeOf(table, look)
  const checks = provenChecks(table, look).map(({expression}) => toClause(expression?.tree, typeOfColumn))
  const notNull = table.columns.filter((column) => notNullCounts && column.notNull)
  return {
    kind: 'and',
    parts: [
      ...checks.flatMap((clause) => (clause.kind === 'and' ? clause.parts : [clause])),
      ...notNull.map(({name}): Clause => ({kind: 'null', column: name, isNull: false}))
    ]
  }
}

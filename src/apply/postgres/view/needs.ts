/** Which privileges on a table the steps need. */
import type {Operation} from '../../../operations/operation.js'
import type {PlannedStep} from '../../../plan/plan.js'
import type {ObjectName} from '../../../schema/catalog.js'
import {inputsOf, mayMean, operationsOf} from '../../view/work.js'

/** `own`: as its owner may do only; the others are privileges that can be granted. */
export type Need = 'own' | 'REFERENCES' | 'TRIGGER' | 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | 'TRUNCATE'

/** Of each table; tables that the steps make themselves are not asked about. */
export async function needsOf(
  steps: readonly PlannedStep[],
  tables: readonly ObjectName[],
  serverMajor: number
): Promise<Map<ObjectName, ReadonlySet<Need>>> {
  const operations = await operationsOf(steps, {dialect: 'postgres', version: [serverMajor]})
  return new Map(
    tables.map((table) => [
      table,
      new Set([...needsOfKinds(steps, table), ...operations.flatMap((operation) => needsOfOperation(operation, table))])
    ])
  )
}

function needsOfKinds(steps: readonly PlannedStep[], table: ObjectName): Need[] {
  const isTable = (name: ObjectName): boolean => mayMean(name, table)
  const owned = [
    ...inputsOf(steps, 'index-create-concurrently').map((input) => input.table),
    ...inputsOf(steps, 'partition-detach-concurrently').flatMap((input) => [input.table, input.partition]),
    ...inputsOf(steps, 'shadow-create').map((input) => input.table),
    ...inputsOf(steps, 'shadow-swap').map((input) => input.table)
  ].some(isTable)
  const written = inputsOf(steps, 'batch').filter((input) => isTable(input.table))
  return [
    ...(owned ? (['own'] as const) : []),
    ...written.flatMap(({verb}): Need[] => ['SELECT', verb === 'update' ? 'UPDATE' : 'DELETE'])
  ]
}

function needsOfOperation(operation: Operation, table: ObjectName): Need[] {
  if ('table' in operation && mayMean(operation.table, table)) return needsOfTarget(operation)
  const referenced =
    (operation.kind === 'constraint.add' && operation.constraint.references?.table) ||
    (operation.kind === 'column.add' &&
      operation.column.constraints.find(({references}) => references)?.references?.table)
  return referenced && mayMean(referenced, table) ? ['REFERENCES'] : []
}

function needsOfTarget(operation: Operation): Need[] {
  switch (operation.kind) {
    case 'rows.insert':
      return ['INSERT']
    case 'rows.update':
      return ['UPDATE', 'SELECT']
    case 'rows.delete':
      return ['DELETE', 'SELECT']
    case 'table.truncate':
      return ['TRUNCATE']
    case 'trigger.create':
      return ['TRIGGER']
    default:
      return /^(?:table|column|constraint|index|partition|policy|rule|trigger|statistics)\./.test(operation.kind)
        ? ['own']
        : []
  }
}

/** What the steps of a plan do to which tables, on MySQL and MariaDB. */
import {parseVersion} from '../../../server/server.js'
import type {Operation} from '../../../operations/operation.js'
import type {Plan, PlannedStep} from '../../../plan/plan.js'
import {inputsOf, operationsOf} from '../../view/work.js'
import {isSame, locate} from './tables.js'
import type {Located, Place} from './tables.js'

/** What the statements of the steps do, read as the server of the plan reads them. */
export function changesOf(steps: readonly PlannedStep[], {dialect, serverVersion}: Plan): Promise<Operation[]> {
  return operationsOf(steps, {dialect, version: parseVersion(serverVersion)})
}

/** Tables that are replaced by a copy, if they are among these. */
export function copiedOf(steps: readonly PlannedStep[], tables: readonly Located[], place: Place): Located[] {
  const inputs = [
    ...inputsOf(steps, 'shadow-create'),
    ...inputsOf(steps, 'shadow-copy'),
    ...inputsOf(steps, 'shadow-swap')
  ]
  const copied = inputs.map(({table}) => locate(table, place))
  return tables.filter((table) => copied.some((each) => isSame(each, table)))
}

/** Tables whose rows batches write. */
export function batchedOf(steps: readonly PlannedStep[], tables: readonly Located[], place: Place): Located[] {
  const batched = inputsOf(steps, 'batch').map(({table}) => locate(table, place))
  return tables.filter((table) => batched.some((each) => isSame(each, table)))
}

/** Definitions are changed. */
export function changesDefinitions(steps: readonly PlannedStep[]): boolean {
  return steps.some(({kind}) => kind === 'ddl' || kind.startsWith('shadow-'))
}

/** Whether an operation works on a table. */
export function isOn(operation: Operation, table: Located, place: Place): boolean {
  return 'table' in operation && operation.table !== undefined && isSame(locate(operation.table, place), table)
}

/** Which privileges on a table the steps need. */
import type {Operation} from '../../../operations/operation.js'
import type {PlannedStep} from '../../../plan/plan.js'
import type {StepKind} from '../../../plan/steps.js'
import type {ObjectName} from '../../../schema/objects.js'
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

/** Something comes into a schema, or gets a name there: the server wants `CREATE` on it. What is not known is taken for such. */
export async function makesObjects(steps: readonly PlannedStep[], serverMajor: number): Promise<boolean> {
  const operations = await operationsOf(steps, {dialect: 'postgres', version: [serverMajor]})
  return steps.some(({kind}) => !makesNone.has(kind)) || operations.some(makesObject)
}

/** Of these the statements tell, or they make none. */
const makesNone: ReadonlySet<StepKind> = new Set([
  'batch',
  'ddl',
  'index-drop-concurrently',
  'index-reindex-concurrently',
  'partition-detach-concurrently',
  'statement',
  'transaction'
])

function makesObject(operation: Operation): boolean {
  switch (operation.kind) {
    case 'column.add':
      return operation.column.identity !== undefined || makesIndexOrSequence(operation)
    case 'constraint.add':
      return !['check', 'foreign-key', 'not-null'].includes(operation.constraint.type)
    default:
      return !(/^(?:rows|session|transaction)\.|\.drop$/.test(operation.kind) || changesInPlace.has(operation.kind))
  }
}

function makesIndexOrSequence({column}: Operation<'column.add'>): boolean {
  return (
    column.type?.serial === true ||
    column.constraints.some(({type}) => !['check', 'foreign-key', 'not-null'].includes(type))
  )
}

const changesInPlace: ReadonlySet<Operation['kind']> = new Set([
  'column.rename',
  'column.set-type',
  'column.set-default',
  'column.drop-default',
  'column.set-not-null',
  'column.drop-not-null',
  'column.set-statistics',
  'column.set-storage',
  'column.set-parameters',
  'comment.set',
  'constraint.validate',
  'table.analyze',
  'table.set-parameters',
  'table.truncate',
  'trigger.create'
] as const)

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

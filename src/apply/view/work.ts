/** What the steps of a plan do, for checks that concern only some of it. */
import type {Server} from '../../server/server.js'
import {loadReader} from '../../operations/read.js'
import type {Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import type {PlannedStep} from '../../plan/plan.js'
import type {StepInput, StepKind} from '../../plan/steps.js'
import type {ObjectName} from '../../schema/objects.js'

/** The inputs of the steps of one kind. */
export function inputsOf<Kind extends StepKind>(steps: readonly PlannedStep[], kind: Kind): Array<StepInput<Kind>> {
  return steps.filter((step): step is PlannedStep<Kind> => step.kind === kind).map(({input}) => input)
}

/** Steps that bring all rows of a table into a new one. */
export function shadowInputs(steps: readonly PlannedStep[]): Array<StepInput<'shadow-copy'>> {
  return inputsOf(steps, 'shadow-copy')
}

/** Rows are written in batches, so that much WAL is, and standbys have to follow. */
export function writesRows(steps: readonly PlannedStep[]): boolean {
  return steps.some(({kind}) => kind === 'batch' || kind === 'shadow-copy')
}

/** Something else than rows is changed. */
export function changesSchema(steps: readonly PlannedStep[]): boolean {
  return steps.some(({kind}) => kind !== 'batch')
}

/** `CREATE INDEX CONCURRENTLY` and `REINDEX CONCURRENTLY` wait for every older snapshot of the database. */
export function waitsForSnapshots(steps: readonly PlannedStep[]): boolean {
  return steps.some(
    ({kind}) => kind === 'index-create-concurrently' || kind === 'index-reindex-concurrently' || kind === 'shadow-swap'
  )
}

/** What the statements of the steps that are statements do. */
export async function operationsOf(steps: readonly PlannedStep[], server: Server): Promise<Operation[]> {
  const read = await loadReader(server)
  return statementsOf(steps).flatMap((statement) =>
    read(statement).statements.flatMap(({commands}) => commands.flatMap(({operations}) => operations))
  )
}

function statementsOf(steps: readonly PlannedStep[]): string[] {
  return [
    ...inputsOf(steps, 'transaction').flatMap(({statements}) => statements),
    ...inputsOf(steps, 'statement').map(({statement}) => statement),
    ...inputsOf(steps, 'ddl').map(({statement}) => statement),
    ...inputsOf(steps, 'index-create-concurrently').map(({statement}) => statement)
  ]
}

/** Whether a name, which may be written without its schema, may mean a table. */
export function mayMean(name: Name | undefined, table: ObjectName): boolean {
  return name?.name === table.name && (name.schema === undefined || name.schema === table.schema)
}

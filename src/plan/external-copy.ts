/** Plans whose tables are copied by a program of others instead of a shadow table of ours. */
import {UsageError} from '../usage-error.js'
import {digestOf} from './digest.js'
import {clausesOf} from './parts/mysql/clauses.js'
import type {Phase, Plan, PlannedStep} from './plan.js'
import type {ExternalProgram, ShadowInput} from './steps.js'

/**
 * The same plan with one step of the program for each shadow table.
 *
 * @throws {UsageError} When the program cannot do one of them, or there is none.
 */
export function withExternalCopies(plan: Plan, program: ExternalProgram): Plan {
  if (plan.dialect === 'postgres') {
    throw new UsageError(
      `Unexpected plan for PostgreSQL, expected one for MySQL or MariaDB: \`${program}\` knows no other`
    )
  }
  const phases = plan.phases.map((phase): Phase => ({
    ...phase,
    steps: phase.steps.flatMap((step) => replaced(step, program))
  }))
  const steps = phases.flatMap((phase) => phase.steps)
  if (!steps.some(({kind}) => kind === 'external-copy')) {
    throw new UsageError(`Unexpected plan without a shadow table, expected one that \`${program}\` could copy`)
  }
  const {digest: _digest, ...rest} = plan
  const next = {...rest, phases}
  return {...next, digest: digestOf(next)}
}

function replaced(step: PlannedStep, program: ExternalProgram): PlannedStep[] {
  if (!step.kind.startsWith('shadow-')) return [step]
  if (step.kind !== 'shadow-create') return []
  const {changes, columns, finish, fresh, table} = step.input as ShadowInput
  const computed = Object.values(columns).find((expression) => !/^`(?:[^`]|``)+`$/.test(expression))
  if (computed !== undefined || fresh !== undefined || finish !== undefined) {
    throw new UsageError(
      `Unexpected values that are worked out for \`${table.name}\` (${computed ?? fresh?.join(', ') ?? 'after the copy'}), expected columns that are copied: \`${program}\` knows nothing else`
    )
  }
  const clauses = clausesOf(changes)
  const external: PlannedStep<'external-copy'> = {
    ...step,
    id: step.id.replace('shadow-create', 'external-copy'),
    kind: 'external-copy',
    title: `Let ${program} copy \`${table.name}\``,
    input: {program, table, clauses},
    sql: [`ALTER TABLE \`${table.name.replaceAll('`', '``')}\` ${clauses}`],
    undoNote: `what ${program} keeps of the old table`
  }
  return [external]
}

/** What `check` says of the steps of a plan. */
import {steps as mysqlSteps} from '../../src/apply/mysql/steps.generated.js'
import {steps as postgresSteps} from '../../src/apply/postgres/steps.generated.js'
import {rules} from '../../src/core/rules/rules.generated.js'
import {runRules} from '../../src/core/rules/run-rules.js'
import type {Dialect} from '../../src/server/server.js'
import type {Plan, PlannedStep} from '../../src/plan/plan.js'
import {projectOf} from './plan-of.js'

/** All steps, in order. */
export function stepsOf(plan: Plan): PlannedStep[] {
  return plan.phases.flatMap((phase) => phase.steps)
}

/** What `check` reports as errors, each step being a migration. The executor sets its timeouts itself. */
export async function errorsIn(
  planned: readonly PlannedStep[],
  {dialect = 'postgres', schema, version}: {dialect?: Dialect; schema: string | undefined; version: string}
): Promise<Array<{step: string; rule: string; reason: string}>> {
  // What is history makes one change of the rest, in which a new table is new.
  const project = await projectOf(['', ...planned.map(({sql}) => sql.map((text) => `${text};`).join('\n'))], {
    schema,
    version,
    dialect
  })
  const steps = dialect === 'postgres' ? postgresSteps : mysqlSteps
  const migrations = project.migrations.map((migration, index) => {
    const step = steps.find(({kind}) => kind === planned[index - 1]?.kind)
    const transaction = step?.mode === 'transaction' ? ('migration' as const) : ('none' as const)
    return {...migration, transaction, checked: index > 0}
  })
  const runner: Record<string, string> =
    dialect === 'postgres'
      ? {lock_timeout: '2s', statement_timeout: '10s'}
      : {lock_wait_timeout: '2', max_execution_time: '10000', max_statement_time: '10'}
  const {files} = runRules({
    migrations,
    catalog: project.catalog,
    createSession: ({path}) => {
      const session = project.createSession()
      const own = planned[Number.parseInt(path, 10) - 2]?.settings
      for (const [name, value] of Object.entries({...runner, ...own})) session.settings.set(name, {value, local: false})
      return session
    },
    rules,
    settings: Object.fromEntries(rules.map(({id, severity}) => [id, {severity}]))
  })
  return files.flatMap(({messages, migration: {path}}) =>
    messages
      .filter(({severity}) => severity === 'error')
      .map(({reason, ruleId}) => ({step: planned[Number.parseInt(path, 10) - 2]?.id ?? '', rule: ruleId, reason}))
  )
}

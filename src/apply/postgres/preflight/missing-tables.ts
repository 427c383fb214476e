import type {PlannedStep} from '../../../plan/plan.js'
import type {Operation} from '../../../operations/operation.js'
import type {ObjectName} from '../../../schema/objects.js'
import {definePreflightCheck} from '../../preflight.js'
import {asParameter, displayName, family} from '../view/relations.js'
import {inputsOf, operationsOf} from '../../view/work.js'

/** A name that is written wrong, or a migration that has not run yet, is found before anything is begun. */
export const missingTables = definePreflightCheck({
  name: 'missing-tables',
  summary: 'the tables whose rows are written, copied or indexed are there, unless the plan makes them',
  async check({connection, plan, serverMajor, steps}) {
    const wanted = workedOn(steps)
    if (wanted.length === 0) return []
    const rows = await connection.query(`${family} SELECT schema, name FROM wanted`, [asParameter(wanted)])
    const missing = wanted.filter(
      (table) => !rows.some(({name, schema}) => name === table.name && schema === table.schema)
    )
    if (missing.length === 0) return []
    const all = plan.phases.flatMap((phase) => phase.steps)
    const operations = await operationsOf(all, {dialect: 'postgres', version: [serverMajor]})
    const made = new Set(operations.flatMap(namesMade))
    const unknown = new Set(missing.filter(({name}) => !made.has(name)).map(displayName))
    return [...unknown].map((name) => ({
      severity: 'error',
      text: `Unexpected table ${name}, expected one that is there: it does not exist in this database, and no step makes it; see whether its name and schema are right, and whether earlier migrations have run`
    }))
  }
})

function workedOn(steps: readonly PlannedStep[]): ObjectName[] {
  return (['batch', 'index-create-concurrently', 'shadow-create', 'shadow-copy'] as const).flatMap((kind) =>
    inputsOf(steps, kind).map(({table}) => table)
  )
}

/** What the operation puts where nothing may have been before, by its name alone. */
function namesMade(operation: Operation): string[] {
  switch (operation.kind) {
    case 'table.create':
    case 'table.set-schema':
      return [operation.table.name]
    case 'table.rename':
      return [operation.to.name]
    case 'view.create':
      return [operation.view.name]
    default:
      return []
  }
}

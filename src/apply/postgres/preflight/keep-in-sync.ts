import type {PlannedStep} from '../../../plan/plan.js'
import type {ShadowInput} from '../../../plan/steps.js'
import type {ObjectName} from '../../../schema/objects.js'
import type {Connection} from '../../connection/connection.js'
import type {PreflightFinding, PreflightView} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {tablesOf} from '../../run/tables-of.js'
import {inputsOf, mayMean} from '../../view/work.js'
import {readKept} from '../shadow/back/kept.js'
import {createShadow} from '../shadow/create.js'
import {namesOf} from '../shadow/names.js'
import {readRecord} from '../shadow/record.js'
import {ShadowRefusedError, reasonsOf} from '../shadow/refuse.js'
import {findTable} from '../shadow/catalog/table.js'
import {displayName} from '../view/relations.js'

/** A way back that is asked for must be there from the start: nobody wants to learn after the swap that it is not. */
export const keepInSync = definePreflightCheck({
  name: 'keep-in-sync',
  summary: 'with `--keep-in-sync` there is a way back, and no change is made to a table that has one',
  async check(view) {
    if (view.plan.reverts !== undefined) return []
    return [...(await ofKept(view)), ...(view.settings.keepInSync ? await ofPlan(view) : [])]
  }
})

/** Tables that an earlier plan has kept in sync lose their way back by any other change. */
async function ofKept({connection, plan, steps, tables}: PreflightView): Promise<PreflightFinding[]> {
  const own = new Set(plan.phases.flatMap((phase) => inputsOf(phase.steps, 'shadow-swap')).map(swapOf))
  const changed = tables.filter((table) => steps.some((step) => changes(step, table)))
  return (await readKept(connection))
    .filter(({input}) => !own.has(swapOf(input)) && changed.some((table) => isSame(table, input.table)))
    .map(({input: {table}}) => ({
      severity: 'warning',
      text: `Unexpected change of ${displayName(table)} while its old shape is kept in sync, expected none: \`sqlsafe revert\` refuses then; \`sqlsafe cleanup\` ends the keeping`
    }))
}

async function ofPlan(view: PreflightView): Promise<PreflightFinding[]> {
  const {connection, plan, steps} = view
  const all = plan.phases.flatMap((phase) => phase.steps)
  const replaced = inputsOf(all, 'shadow-swap')
  if (replaced.length === 0) {
    return [
      {
        severity: 'error',
        text: 'Unexpected `--keep-in-sync`, expected a plan by which a table is replaced by a copy: all else is not kept twice'
      }
    ]
  }
  const findings: PreflightFinding[] = []
  const say = (input: ShadowInput, reason: string): void => {
    const expected = 'expected a way back, as `--keep-in-sync` asks for'
    findings.push({severity: 'error', text: `Unexpected ${displayName(input.table)}, ${expected}: ${reason}`})
  }
  for (const input of replaced) {
    for (const {id} of laterChanges(all, input)) say(input, `step ${id} changes it after the swap, which would be lost`)
  }
  for (const input of inputsOf(steps, 'shadow-swap')) {
    const isMade = !inputsOf(steps, 'shadow-create').some((each) => swapOf(each) === swapOf(input))
    const reasons = isMade ? await reasonsOfMade(connection, input) : await reasonsOfTrial(view, input)
    for (const reason of reasons) say(input, reason)
    findings.push(...(await whileUnlogged(connection, input)))
  }
  return findings
}

/** A name that this change of this table has, and no other. */
function swapOf(input: ShadowInput): string {
  return namesOf({...input, back: false}).keeping
}

function isSame(a: ObjectName, b: ObjectName): boolean {
  return a.schema === b.schema && a.name === b.name
}

/** Whether a step changes the definition of a table. */
function changes(step: PlannedStep, table: ObjectName): boolean {
  if (step.kind === 'batch' || step.kind === 'verify') return false
  return tablesOf([step], 'postgres').some((name) => mayMean(name, table))
}

/** Steps after the swap of a table that are not of that swap. */
function laterChanges(steps: readonly PlannedStep[], input: ShadowInput): PlannedStep[] {
  const isOwn = ({input: other, kind}: PlannedStep): boolean =>
    kind.startsWith('shadow-') && swapOf(other as ShadowInput) === swapOf(input)
  const swap = steps.findIndex((step) => step.kind === 'shadow-swap' && isOwn(step))
  return steps.slice(swap).filter((step) => !isOwn(step) && changes(step, input.table))
}

/** What was found when the new table was made. */
async function reasonsOfMade(connection: Connection, input: ShadowInput): Promise<readonly string[]> {
  return (await readRecord(connection, namesOf(input))).wayBack.reasons
}

/**
 * Make the new table, empty, and roll it back: nothing else knows what the change makes of it. Where steps before change
 * the table too, it is found when it is made, before any row is copied.
 */
async function reasonsOfTrial({connection, steps}: PreflightView, input: ShadowInput): Promise<string[]> {
  const create = steps.findIndex(
    (step) => step.kind === 'shadow-create' && swapOf(step.input as ShadowInput) === swapOf(input)
  )
  if (steps.slice(0, create).some((step) => changes(step, input.table))) return []
  const oid = await findTable(connection, input.table)
  // What stands in the way of any copy is said by a check of its own.
  if (oid === undefined || (await reasonsOf(connection, oid)).length > 0) return []
  await connection.execute('BEGIN')
  try {
    await connection.execute("SET LOCAL lock_timeout = '2s'")
    await createShadow(connection, input, namesOf(input), {keepInSync: true})
    return []
  } catch (error) {
    if (error instanceof ShadowRefusedError) return [...error.reasons]
    throw error
  } finally {
    await connection.execute('ROLLBACK')
  }
}

async function whileUnlogged(connection: Connection, {table}: ShadowInput): Promise<PreflightFinding[]> {
  const [row] = await connection.query(
    `SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relname = $2 AND c.relpersistence = 'u'`,
    [table.schema, table.name]
  )
  if (row === undefined) return []
  return [
    {
      severity: 'note',
      text: `The old ${displayName(table)} is UNLOGGED: a crash of the server empties it, and there is no way back after that`
    }
  ]
}

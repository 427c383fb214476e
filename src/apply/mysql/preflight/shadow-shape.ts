import type {PlannedStep} from '../../../plan/plan.js'
import {literal} from '../../../sql/mysql.js'
import type {PreflightFinding, PreflightView} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {tablesOf} from '../../run/tables-of.js'
import {inputsOf} from '../../view/work.js'
import {findKeys} from '../keys.js'
import {keysOf} from '../shadow/carried/foreign-keys.js'
import {partsOf} from '../shadow/carried/references.js'
import {locate as placeOfCopy} from '../shadow/locate.js'
import {namesOf} from '../shadow/names.js'
import type {ShadowNames} from '../shadow/names.js'
import {reasonsOf} from '../shadow/refuse.js'
import {withSettings} from '../shadow/session.js'
import {tryShape} from '../shadow/trial.js'
import {isSame, locate, placeOf} from '../view/tables.js'
import type {Located, Place} from '../view/tables.js'
import {incomingKeys} from '../view/incoming-keys.js'

/** What the table itself forbids is told by the check for what a copy cannot have. */
export const shadowShape = definePreflightCheck({
  name: 'shadow-shape',
  summary: 'the server takes the new shape of a table that is to be replaced by a copy, and its first rows fit',
  async check({connection, settings, steps}) {
    const place = await placeOf(connection)
    const findings: PreflightFinding[] = []
    for (const [index, step] of steps.entries()) {
      const [input] = inputsOf([step], 'shadow-create')
      // What another database has under the name is not looked at from here.
      if (input === undefined || 'database' in step.settings) continue
      const earlier = changedBy(steps.slice(0, index), place)
      if (earlier.some((each) => isSame(each, locate(input.table, place)))) continue
      const names = namesOf(input)
      const isToBeMade = (await placeOfCopy(connection, names)) === 'none'
      if (!isToBeMade || (await reasonsOf(connection, names)).length > 0) continue
      if ((await findKeys(connection, input.table, true)).length === 0) continue
      // A key that is in the way now may be gone then.
      if (earlier.length > 0 && (await isTiedTo(connection, names, earlier, place))) continue
      const {notes, reasons} = await withSettings(connection, sessionOf(step, settings), () =>
        tryShape(connection, input)
      )
      const {label} = locate(input.table, place)
      const [unexpected, expected] = [`Unexpected new shape of ${label}`, 'expected one that its copy can have']
      findings.push(
        ...reasons.map((text) => ({severity: 'error' as const, text: `${unexpected}, ${expected}: ${text}`})),
        ...notes.map((text) => ({severity: 'note' as const, text: `Of the new shape of ${label}: ${text}`}))
      )
    }
    return findings
  }
})

/** Tables to which steps give a shape that nobody has seen yet. */
function changedBy(steps: readonly PlannedStep[], place: Place): Located[] {
  const copied = inputsOf(steps, 'shadow-create').map((input) => input.table)
  const changed = [...tablesOf(steps, 'mysql'), ...inputsOf(steps, 'ddl').flatMap(({tables}) => tables), ...copied]
  return changed.map((each) => locate(each, place))
}

/** Whether a foreign key is between the table and one of others. */
async function isTiedTo(
  connection: PreflightView['connection'],
  names: ShadowNames,
  others: readonly Located[],
  place: Place
): Promise<boolean> {
  const own = locate({schema: names.schema, name: names.source.name}, place)
  const children = (await incomingKeys(connection, own)).map(({child}) => child)
  const parents = (await keysOf(connection, names.source)).map(({definition}) => partsOf(definition, own.schema).parent)
  return [...children, ...parents].some((tied) => others.some((each) => isSame(each, locate(tied, place))))
}

/** As the step would have it; nobody is to wait for us for long. */
function sessionOf({settings}: PlannedStep, {lockTimeoutMs}: PreflightView['settings']): Record<string, string> {
  const own = Object.entries(settings).filter(([name]) => /^[a-z_]+$/.test(name))
  return {
    ...Object.fromEntries(own.map(([name, value]) => [name, /^-?\d+(?:\.\d+)?$/.test(value) ? value : literal(value)])),
    lock_wait_timeout: String(Math.max(1, Math.ceil(lockTimeoutMs / 1000)))
  }
}

/** Carry a plan out on a live database: look first, then begin, or go on where an earlier run has ended. */
import {randomUUID} from 'node:crypto'
import type {Plan, PlannedStep} from '../../plan/plan.js'
import {UsageError} from '../../usage-error.js'
import type {Engine} from '../engine.js'
import type {ApplyEvent} from '../events.js'
import type {RunRecord} from '../journal.js'
import {askChecks} from '../preflight.js'
import type {NamedFinding, PreflightFinding} from '../preflight.js'
import {noteMarks, recollect} from './recollect.js'
import type {Recollection} from './recollect.js'
import {carryOut} from './runner.js'
import type {StopSignals} from './run-context.js'
import type {CarriedOut} from './runner.js'
import {settingsOfRun, withoutSecrets} from '../settings.js'
import type {ApplySettings} from '../settings.js'
import {tablesOf} from './tables-of.js'

/** What is known before anything is begun. */
export interface Prepared {
  /** The run that this plan goes on with; `undefined`: a new one. */
  run: RunRecord | undefined
  /** When this plan was carried out to its end before, as the server says it. */
  finishedAt: string | undefined
  /** Steps still to be done. */
  left: PlannedStep[]
  findings: NamedFinding[]
}

/** The settings of the run of a plan: those that are given go before those that the run had, where it was begun before. */
export async function settingsFor(
  {digest}: Plan,
  {journal}: Engine,
  given: Partial<ApplySettings>
): Promise<ApplySettings> {
  const run = (await journal.isThere()) ? await journal.find(digest) : undefined
  return settingsOfRun(run?.settings, given)
}

/**
 * Look at the database and at what was done of the plan; nothing is left behind.
 *
 * @param onceMore A plan that was carried out is begun again.
 */
export async function prepare(
  plan: Plan,
  engine: Engine,
  settings: ApplySettings,
  onceMore = false
): Promise<Prepared> {
  if (plan.dialect !== engine.dialect) {
    throw new UsageError(
      `Unexpected database of ${engine.dialect}, expected ${plan.dialect}: that is what the plan is for`
    )
  }
  const isThere = await engine.journal.isThere()
  const run = isThere ? await engine.journal.find(plan.digest) : undefined
  const finished = isThere && run === undefined ? await engine.journal.finished(plan.digest) : undefined
  const before = run?.id ?? finished?.run
  const recalled: Recollection =
    before === undefined ? {is: 'stays'} : await recollect(plan, engine, before, run === undefined)
  if (finished && recalled.is === 'stays' && !onceMore) return {run, finishedAt: finished.at, left: [], findings: []}
  const done = run === undefined ? new Map<string, {status: string}>() : await engine.journal.steps(run.id)
  const left = plan.phases.flatMap(({steps}) => steps).filter(({id}) => done.get(id)?.status !== 'done')
  const view = {
    connection: engine.worker,
    plan,
    settings,
    serverMajor: engine.serverMajor,
    steps: left,
    tables: tablesOf(left, engine.dialect),
    fresh: done.size === 0,
    beside: <Result>(work: () => Promise<Result>) =>
      engine.beside({lockTimeoutMs: null, statementTimeoutMs: null}, {}, work),
    handshakePid: engine.handshakePid,
    reach: engine.reach
  }
  const findings: NamedFinding[] = plan.remarks
    .filter(({severity}) => severity === 'unsafe')
    .map(({text}) => ({check: 'unsafe', severity: 'warning' as const, text}))
  if (recalled.is !== 'stays') {
    findings.push({check: 'same-database', ...(finished ? carriedOut(recalled, finished.at) : onTheWay(recalled))})
  }
  findings.push(...(await askChecks(engine.checks, view)))
  return {run, finishedAt: undefined, left, findings}
}

type Changed = Exclude<Recollection, {is: 'stays'}>

/** Of a plan that was carried out to its end. */
function carriedOut({is, tables}: Changed, at: string): PreflightFinding {
  const what = namesOf(tables)
  if (is === 'former') {
    return {
      severity: 'note',
      text: `this plan was carried out before (${at}), and ${what} is as it was before that: the database was restored, or made anew; the plan is carried out once more`
    }
  }
  return {
    severity: 'warning',
    text: `Unexpected ${what} made anew since this plan was carried out (${at}), expected what it left: the database may have been restored from before that; look whether its changes are there; where they are not, the plan is carried out once more with this accepted`
  }
}

/** Of a run that is not at its end. */
function onTheWay({is, tables}: Changed): PreflightFinding {
  const what = namesOf(tables)
  if (is === 'former') {
    return {
      severity: 'error',
      text: `Unexpected ${what} as it was before this run, expected what the run has made of it: the database was restored, or made anew; \`sqlsafe abort\` gives the run up, then the plan is carried out from its beginning`
    }
  }
  return {
    severity: 'warning',
    text: `Unexpected ${what} made anew since this run was at work, expected what it left: the database may have been restored; where what the run has done is not there, \`sqlsafe abort\` gives it up; where it is, the run goes on with this accepted`
  }
}

function namesOf(tables: readonly string[]): string {
  return `${tables.length > 1 ? 'tables' : 'table'} ${tables.map((name) => `\`${name}\``).join(', ')}`
}

/** Findings that keep a plan from being begun: errors, and warnings that nobody has accepted. */
export function refusals(findings: readonly NamedFinding[], accepted: readonly string[]): NamedFinding[] {
  return findings.filter(
    ({check, severity}) => severity === 'error' || (severity === 'warning' && !accepted.includes(check))
  )
}

export interface BeginOptions {
  settings: ApplySettings
  stop: StopSignals
  /** The application that the next phase waits for is deployed. */
  deployed: boolean
  onEvent: (event: ApplyEvent) => void
}

/** Begin the plan, or go on with it. The lock of the run is held. */
export async function begin(
  plan: Plan,
  engine: Engine,
  {run: before}: Prepared,
  {deployed, onEvent, settings, stop}: BeginOptions
): Promise<CarriedOut> {
  await engine.journal.prepare()
  const open = await engine.journal.findOpen()
  const [other] = open.filter(({id}) => id !== before?.id && id !== plan.reverts)
  if (other) {
    throw new UsageError(
      `Unexpected run ${other.id} that is not at its end (${other.status}), expected one at a time: ${other.plan.reverts === undefined ? 'go on with its plan, or `sqlsafe abort` it' : '`sqlsafe revert` goes on with it, `sqlsafe abort` takes it back'}`
    )
  }
  const run: RunRecord = before ?? {
    id: randomUUID(),
    digest: plan.digest,
    status: 'running',
    passed: 0,
    plan,
    settings: withoutSecrets(settings),
    control: 'go'
  }
  for (const {id} of open.filter((each) => each.id === plan.reverts)) {
    await engine.journal.setStatus(id, 'aborted', 'given up: its change is taken back by `sqlsafe revert`')
  }
  if (before === undefined) await engine.journal.begin(run)
  else await engine.journal.setSettings(run.id, withoutSecrets(settings))
  if (before === undefined || (await engine.journal.steps(run.id)).size === 0) {
    const steps = plan.phases.flatMap((phase) => phase.steps)
    await noteMarks(engine, plan, run.id, steps, 0)
  }
  return carryOut(plan, engine, {run: {...run, settings}, resumed: before !== undefined, stop, deployed, onEvent})
}

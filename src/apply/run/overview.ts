/** How the runs on a database stand: worked out from the journal, and from who is at work. */
import type {Plan} from '../../plan/plan.js'
import type {Blocker} from '../events.js'
import type {Control, RunStatus} from '../journal.js'
import type {KeptInSync} from '../kept.js'
import type {ApplySettings} from '../settings.js'

/** The process that carries a run out: it holds the lock of the run. */
export interface Holder {
  /** Of its session on the server. */
  pid: number
  application: string
  /** Where it is connected from. */
  address: string
  /** As the server's text. */
  since: string
}

/** What an engine tells of a step that was begun. */
export interface StepRow {
  step: string
  status: 'begun' | 'done'
  rows: number
  total: number | undefined
  waitsFor: string | undefined
  /** Seconds from its begin to its last note. */
  seconds: number
}

/** What an engine tells of a run. */
export interface RunRow {
  id: string
  status: RunStatus
  control: Control
  plan: Plan
  settings: ApplySettings
  began: string
  changed: string
  error: string | undefined
  steps: readonly StepRow[]
  /** The last statement that failed. */
  lastFailure: {at: string; step: string; sql: string; error: string} | undefined
}

/** What an engine sees of its runs; newest first. */
export interface Sight {
  runs: readonly RunRow[]
  holder: Holder | undefined
  /** Who keeps the holder waiting. */
  blockers: readonly Blocker[]
  /** Old tables that are kept in sync. */
  kept?: readonly KeptInSync[]
}

export interface StepOverview {
  id: string
  title: string
  /** From 1. */
  phase: number
  status: 'to do' | 'begun' | 'done'
  rows: number
  total: number | undefined
  /** Rows a second. */
  rate: number | undefined
  /** `undefined` also while it waits: nobody knows how long. */
  secondsLeft: number | undefined
  waitsFor: string | undefined
}

export interface RunOverview {
  id: string
  /** `interrupted`: it was at work, and its process is gone. */
  status: RunStatus | 'interrupted'
  control: Control
  began: string
  changed: string
  error: string | undefined
  lastFailure: RunRow['lastFailure']
  /** The phase at work, from 1, of how many, and what it waits for. */
  phase: number
  phases: number
  gate: string | undefined
  steps: StepOverview[]
  settings: ApplySettings
  holder: Holder | undefined
  blockers: readonly Blocker[]
  /** Of a run of `sqlsafe revert`: the run that it takes back. */
  reverts: string | undefined
  /** The run of `sqlsafe revert` that has taken it back. */
  revertedBy: string | undefined
}

/** Work out how each run stands. */
export function overviewsOf({blockers, holder, runs}: Sight): RunOverview[] {
  // One at a time: the newest that is at work is the holder's.
  const held = holder === undefined ? undefined : runs.find(({status}) => isAtWork(status))
  const back = new Map(runs.map((run) => [run.status === 'done' ? run.plan.reverts : undefined, run.id]))
  return runs.map((run) => ({
    ...overviewOf(run, run === held ? {holder, blockers} : {holder: undefined, blockers: []}),
    revertedBy: back.get(run.id)
  }))
}

/** Whether somebody may be working on it. */
function isAtWork(status: RunStatus): boolean {
  return status === 'running' || status === 'paused'
}

function overviewOf(
  run: RunRow,
  {blockers, holder}: Pick<Sight, 'blockers' | 'holder'>
): Omit<RunOverview, 'revertedBy'> {
  const {began, changed, control, error, id, lastFailure, plan, settings, status} = run
  const rows = new Map(run.steps.map((row) => [row.step, row]))
  const steps = plan.phases.flatMap((phase, index) =>
    phase.steps.map((planned) => stepOverview(planned, index + 1, rows.get(planned.id)))
  )
  const phase = steps.find((step) => step.status !== 'done')?.phase ?? plan.phases.length
  return {
    id,
    status: isAtWork(status) && holder === undefined ? 'interrupted' : status,
    control,
    began,
    changed,
    error,
    lastFailure,
    phase,
    phases: plan.phases.length,
    gate: status === 'waiting' ? plan.phases[phase - 1]?.gate : undefined,
    steps,
    settings,
    holder,
    blockers,
    reverts: plan.reverts
  }
}

function stepOverview({id, title}: {id: string; title: string}, phase: number, row: StepRow | undefined): StepOverview {
  const {rows = 0, seconds = 0, total, waitsFor} = row ?? {}
  const status = row?.status ?? 'to do'
  const rate = rows > 0 && seconds > 0 ? rows / seconds : undefined
  const isMoving = status === 'begun' && waitsFor === undefined
  const secondsLeft =
    isMoving && rate !== undefined && total !== undefined && total > rows ? (total - rows) / rate : undefined
  return {id, title, phase, status, rows, total, rate, secondsLeft, waitsFor}
}

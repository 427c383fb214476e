/** The plan of `sqlsafe revert`: the steps of a shadow table, the other way. */
import {quoteFullName} from '../sql/postgres.js'
import type {PostgresLock} from '../knowledge/effect.js'
import {digestOf} from './digest.js'
import type {Plan, PlannedStep} from './plan.js'
import type {ShadowInput, StepInput, StepKind} from './steps.js'

/** What is taken back, and where. */
interface Reverted {
  /** The change as it was made. */
  input: ShadowInput
  /** The run that made it. */
  run: string
  serverMajor: number
  /** What a step will run, for people. */
  preview: (kind: StepKind, input: StepInput<StepKind>) => string[]
}

interface Way {
  kind: Extract<StepKind, `revert-${string}` | `shadow-${string}`>
  title: string
  lock: PostgresLock
  undoNote: string
}

const before = '`sqlsafe abort` leaves the old table kept in sync, as before'

/** A plan by which the old table takes its place again. */
export function revertPlan({input, preview, run, serverMajor}: Reverted): Plan {
  const {name, schema} = input.table
  const back: ShadowInput = {...input, back: true}
  const relation = schema === 'public' ? name : `${schema}.${name}`
  const steps = waysOf(name, quoteFullName(input.table)).map(({kind, lock, title, undoNote}, index): PlannedStep => ({
    id: `${String(index + 1)}-${kind}`,
    kind,
    title,
    input: back,
    settings: {},
    sql: preview(kind, back),
    locks: [{relation, lock, long: false}],
    undo: [],
    undoNote,
    source: {file: 0, line: 1}
  }))
  const plan: Omit<Plan, 'digest'> = {
    version: 1,
    dialect: 'postgres',
    serverVersion: String(serverMajor),
    sources: [],
    assumes: [],
    phases: [{kind: 'backfill', steps}],
    remarks: [],
    reverts: run
  }
  return {...plan, digest: digestOf(plan)}
}

function waysOf(name: string, fullName: string): Way[] {
  return [
    {
      kind: 'revert-capture',
      title: `Log every write to \`${name}\` from now on`,
      lock: 'SHARE ROW EXCLUSIVE',
      undoNote: before
    },
    {
      kind: 'revert-replay',
      title: `Bring the rows that were written since to the old \`${name}\``,
      lock: 'ACCESS SHARE',
      undoNote: before
    },
    {
      kind: 'shadow-check',
      title: 'Compare every row of both, until none differs',
      lock: 'ACCESS SHARE',
      undoNote: before
    },
    {
      kind: 'shadow-swap',
      title: `Let the old \`${name}\` take its place again`,
      lock: 'ACCESS EXCLUSIVE',
      undoNote: 'the new table is kept as it was at this moment'
    },
    {
      kind: 'shadow-validate',
      title: `Validate the foreign keys of ${fullName} and to it`,
      lock: 'ROW SHARE',
      undoNote: 'it changes no data'
    },
    {
      kind: 'shadow-drop',
      title: `Drop the table that was taken back, where \`--drop-old\` says so`,
      lock: 'ACCESS SHARE',
      undoNote: 'it is kept for `sqlsafe cleanup` unless that was asked for'
    }
  ]
}

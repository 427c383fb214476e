/** What is looked at before anything is done: one file per check, all of them asked, so that all is said at once. */
import type {Plan, PlannedStep} from '../plan/plan.js'
import type {ObjectName} from '../schema/objects.js'
import type {Connection, Reach} from './connection/connection.js'
import {refusalOf} from './connection/refusal.js'
import type {ApplySettings} from './settings.js'

export interface PreflightFinding {
  /** `error`: nothing is begun. `warning`: a person must accept it (`--accept NAME`). `note`: good to know. */
  severity: 'error' | 'warning' | 'note'
  /** “Unexpected …, expected …”, with what to do. */
  text: string
}

/** What a check is given. */
export interface PreflightView {
  connection: Connection
  plan: Plan
  settings: ApplySettings
  serverMajor: number
  /** The steps still to be done. */
  steps: readonly PlannedStep[]
  /** The tables that these steps work on. */
  tables: readonly ObjectName[]
  /** Nothing of the plan was done yet. */
  fresh: boolean
  /** Work while a transaction is open in another session. */
  beside: <Result>(work: () => Promise<Result>) => Promise<Result>
  /** Process id that the server gave when the connection was made; a pooler gives one of its own. */
  handshakePid: number | undefined
  /** Other servers, where the engine needs to ask them. */
  reach?: Reach | undefined
}

export interface PreflightCheck {
  /** As `--accept` takes it; the name of its file. */
  name: string
  /** What it looks at, in a sentence. */
  summary: string
  check: (view: PreflightView) => Promise<readonly PreflightFinding[]>
}

/** A finding with the check that made it. */
export interface NamedFinding extends PreflightFinding {
  check: string
}

/** What all checks find; one that the server refuses to answer is a finding too. */
export async function askChecks(checks: readonly PreflightCheck[], view: PreflightView): Promise<NamedFinding[]> {
  const findings: NamedFinding[] = []
  for (const {check, name} of checks) {
    const found = await check(view).catch((error: unknown): PreflightFinding[] => [
      {severity: 'error', text: `Unexpected refusal, expected an answer: ${refusalOf(error)}`}
    ])
    findings.push(...found.map((finding) => ({...finding, check: name})))
  }
  return findings
}

/** Define a check; types only. */
export function definePreflightCheck(check: PreflightCheck): PreflightCheck {
  return check
}

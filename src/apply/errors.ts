/** Why an apply ends before its end. Each says what to do next. */
import type {NamedFinding} from './preflight.js'

/** Another process holds the run, or none can: a pool would give the session away that holds it. */
export class RunHeldError extends Error {
  override name = 'RunHeldError'
}

/** Nobody can say whether something was done: the answer was lost, and the database does not tell. */
export class OwnershipAmbiguousError extends Error {
  override name = 'OwnershipAmbiguousError'
}

/** The step failed for good; what was done before it stays done, and the same command goes on from there. */
export class StepFailedError extends Error {
  override name = 'StepFailedError'
  readonly step: string

  constructor(step: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.step = step
  }
}

/** A check refuses the plan, or warns and nobody has accepted that. */
export class PreflightError extends Error {
  override name = 'PreflightError'
  readonly findings: readonly NamedFinding[]

  constructor(findings: readonly NamedFinding[]) {
    super(findings.map(({check, text}) => `${text} (${check})`).join('; '))
    this.findings = findings
  }
}

/** The user asked for an end. */
export class StoppedError extends Error {
  override name = 'StoppedError'
}

/** The connection was lost before, between or after steps, which look for themselves what was done. */
export class ConnectionLostError extends Error {
  override name = 'ConnectionLostError'
}

/** The server takes no writes, as one that another has taken the place of: not even the journal's. */
export class ReadOnlyServerError extends Error {
  override name = 'ReadOnlyServerError'
}

const ends = [
  RunHeldError,
  OwnershipAmbiguousError,
  StepFailedError,
  StoppedError,
  ConnectionLostError,
  ReadOnlyServerError
]

/** Whether an apply ended as these say: no fault of the program. */
export function isApplyEnd(error: unknown): error is Error {
  return ends.some((kind) => error instanceof kind)
}

/**
 * What can be done about an error of the server.
 *
 * `busy`: a lock was not to be had, or we were the one to give way: again later. `lost`: the connection is gone: look
 * what was done. `read-only`: the server takes no writes. `final`: it will not become better by itself.
 */
export type ErrorKind = 'busy' | 'lost' | 'read-only' | 'final'

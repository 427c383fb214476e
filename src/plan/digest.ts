import {createHash} from 'node:crypto'
import {UsageError} from '../usage-error.js'
import type {Plan} from './plan.js'

/** SHA-256 of a text, in hexadecimal digits. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The digest of a plan without the one that it has. */
export function digestOf(plan: Omit<Plan, 'digest'>): string {
  return sha256(JSON.stringify({...plan, digest: undefined}))
}

/**
 * Read a plan that `sqlsafe plan --format json` wrote.
 *
 * @throws {UsageError} When it is none, is of another version, or was changed.
 */
export function readPlan(text: string, path: string): Plan {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new UsageError(`Unexpected text in \`${path}\`, expected a plan as JSON: ${String(error)}`, {cause: error})
  }
  if (typeof value !== 'object' || value === null || !('version' in value) || value.version !== 1) {
    throw new UsageError(`Unexpected content of \`${path}\`, expected a plan of version 1: make it anew`)
  }
  const plan = value as Plan
  if (digestOf(plan) !== plan.digest) {
    throw new UsageError(
      `Unexpected digest of \`${path}\`, expected the plan as \`sqlsafe plan\` wrote it: make it anew`
    )
  }
  return plan
}

import {getOctokit} from '@actions/github'
import {retry} from '@octokit/plugin-retry'

/** What talks to GitHub. */
export type Octokit = ReturnType<typeof getOctokit>

/** Faults of the server are asked again, three times and ever later; what GitHub refuses is not. */
export function connect(token: string): Octokit {
  return getOctokit(token, {}, retry)
}

/** The status that GitHub has answered with; `undefined`: it has not answered, or this is no error of it. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : undefined
}

/** Why GitHub refused, for people: `403 Resource not accessible by integration`. */
export function reasonOf(error: unknown): string {
  const [message = ''] = (error instanceof Error ? error.message : String(error)).split(' - https://')
  const status = statusOf(error)
  return status === undefined ? message : `${String(status)} ${message}`
}

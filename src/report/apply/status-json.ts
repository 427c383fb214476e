import type {RunOverview} from '../../apply/run/overview.js'

/** The runs, newest first, for programs. */
export function statusJson(runs: readonly RunOverview[]): string {
  return `${JSON.stringify({version: 1, runs}, null, 2)}\n`
}

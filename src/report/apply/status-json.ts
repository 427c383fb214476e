import type {KeptInSync} from '../../apply/kept.js'
import type {RunOverview} from '../../apply/run/overview.js'

/** The runs, newest first, and the old tables that are kept in sync, for programs. */
export function statusJson(runs: readonly RunOverview[], kept: readonly KeptInSync[]): string {
  const keptInSync = kept.map(({input: {table}, ...rest}) => ({table, ...rest}))
  return `${JSON.stringify({version: 1, runs, keptInSync}, null, 2)}\n`
}

import {overviewsOf} from '../apply/run/overview.js'
import {statusJson} from '../report/apply/status-json.js'
import {statusPretty} from '../report/apply/status-pretty.js'
import {styleOf} from './open.js'
import {write} from './output.js'
import {withEngine} from './with-engine.js'

/** What `sqlsafe status` is given. */
export interface StatusOptions {
  databaseUrl: string
  format: 'pretty' | 'json'
  color?: boolean
}

/** Look, report, and set the exit code. */
export async function runStatus(options: StatusOptions): Promise<void> {
  const sight = await withEngine(options.databaseUrl, ({see}) => see())
  const [runs, kept] = [overviewsOf(sight), sight.kept ?? []]
  write(options.format === 'json' ? statusJson(runs, kept) : statusPretty(runs, kept, styleOf(options)))
  if (runs.some(({status}) => status === 'failed' || status === 'interrupted')) process.exitCode = 1
}

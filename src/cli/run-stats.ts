import {loadConfiguration} from '../core/configuration/load-configuration.js'
import {readSizes} from '../core/sizes/read-sizes.js'
import {statsText} from '../core/sizes/stats-file.js'
import {count} from '../report/style.js'
import {UsageError} from '../usage-error.js'
import {write, writeOutput} from './output.js'

/** What `sqlsafe stats` is given. */
export interface StatsOptions {
  databaseUrl?: string
  output?: string
  /** Seconds. */
  sample: number
  config?: string
}

/** Ask, and write what was answered. */
export async function runStats({config, databaseUrl, output, sample}: StatsOptions): Promise<void> {
  const url = databaseUrl ?? (await loadConfiguration(process.cwd(), config)).databaseUrl
  if (url === undefined) {
    throw new UsageError(
      'Unexpected end of the command line, expected `--database-url`, or `databaseUrl` in `sqlsafe.config.*`'
    )
  }
  const {server, sizes} = await readSizes(url, sample)
  const text = statsText(server, new Date(), sizes)
  if (output === undefined) {
    write(text)
    return
  }
  writeOutput(output, text)
  process.stderr.write(`sqlsafe: ${count(sizes.size, 'table')} in ${output}\n`)
}

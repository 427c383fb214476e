import type {Command} from 'commander'
import {settingHelp} from './setting-texts.js'
import type {ThrottleOptions} from './run-throttle.js'

const examples = `
Examples:
  sqlsafe throttle --database-url env:DATABASE_URL                                shows the settings
  sqlsafe throttle --database-url env:DATABASE_URL max-rate=2000 max-lag=5
  sqlsafe throttle --database-url env:DATABASE_URL window=22:00-06:00 max-rate=none
  sqlsafe throttle --database-url env:DATABASE_URL ignore-standbys=replica_3,reports

Settings:
${settingHelp()}

\`none\` takes a setting back to its default. The process looks before each batch.
`

/** `sqlsafe throttle`: change the settings of an apply while it runs. */
export function addThrottle(program: Command): void {
  program
    .command('throttle')
    .summary('change the settings of an `apply` while it runs')
    .description('Show the settings of a run of `sqlsafe apply` that is not at its end, or change them.')
    .argument('[settings...]', '`name=value`, as listed below')
    .requiredOption('--database-url <url>', 'of the live database, or env:NAME')
    .addHelpText('after', examples)
    .action(async (settings: string[], options: ThrottleOptions) => {
      const {runThrottle} = await import('./run-throttle.js')
      await runThrottle(settings, options)
    })
}

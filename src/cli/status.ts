import type {Command} from 'commander'
import {Option} from 'commander'
import type {StatusOptions} from './run-status.js'

const examples = `
Examples:
  sqlsafe status --database-url env:DATABASE_URL
  sqlsafe status --database-url env:DATABASE_URL --format json

Nothing is written to the database.

Exit code: 0 no run, or it goes on well; 1 a run failed, or its process is gone; 2 wrong usage or a fault.
`

/** `sqlsafe status`: how does the apply stand? */
export function addStatus(program: Command): void {
  program
    .command('status')
    .summary('how the runs of `apply` on a database stand')
    .description(
      'Show the runs of `sqlsafe apply` on a database: step, rows, rate, what they wait for, the last error.'
    )
    .requiredOption('--database-url <url>', 'of the live database, or env:NAME')
    .addOption(new Option('--format <name>', 'of the report').choices(['pretty', 'json']).default('pretty'))
    .option('--color', 'colours, also where the output is no terminal')
    .option('--no-color', 'no colours')
    .addHelpText('after', examples)
    .action(async (options: StatusOptions) => {
      const {runStatus} = await import('./run-status.js')
      await runStatus(options)
    })
}

import type {Command} from 'commander'
import type {AbortOptions} from './run-abort.js'

const examples = `
Examples:
  sqlsafe abort --database-url env:DATABASE_URL            shows what it will run, and asks
  sqlsafe abort --database-url env:DATABASE_URL --yes --now

A run can be taken back until tables were swapped or something was taken away. The journal keeps the account of it.

Exit code: 0 taken back, or nothing to take back; 1 not taken back; 2 wrong usage or a fault.
`

/** `sqlsafe abort`: take back what a run did so far. */
export function addAbort(program: Command): void {
  program
    .command('abort')
    .summary('take back what a run of `apply` did so far')
    .description('Stop the run of `sqlsafe apply`, and take its steps back, the last one first.')
    .requiredOption('--database-url <url>', 'of the live database, or env:NAME')
    .option('--yes', 'do not ask')
    .option('--now', 'end the session of a running apply instead of waiting for the end of its batch')
    .option('--color', 'colours, also where the output is no terminal')
    .option('--no-color', 'no colours')
    .addHelpText('after', examples)
    .action(async (options: AbortOptions) => {
      const {runAbort} = await import('./run-abort.js')
      await runAbort(options)
    })
}

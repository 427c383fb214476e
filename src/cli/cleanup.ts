import type {Command} from 'commander'
import type {CleanupOptions} from './run-cleanup.js'

const examples = `
Examples:
  sqlsafe cleanup --database-url env:DATABASE_URL            shows what it will drop, and asks
  sqlsafe cleanup --database-url env:DATABASE_URL --yes --journal

Exit code: 0 clean; 1 not cleaned; 2 wrong usage or a fault.
`

/** `sqlsafe cleanup`: drop what runs that are over left. */
export function addCleanup(program: Command): void {
  program
    .command('cleanup')
    .summary('drop old tables that `apply` kept, and what is left of runs that are over')
    .description('Drop old tables that swaps have kept, and what runs left that were ended from outside.')
    .requiredOption('--database-url <url>', 'of the live database, or env:NAME')
    .option('--yes', 'do not ask')
    .option('--journal', 'drop the journal too, schema `sqlsafe`')
    .option('--color', 'colours, also where the output is no terminal')
    .option('--no-color', 'no colours')
    .addHelpText('after', examples)
    .action(async (options: CleanupOptions) => {
      const {runCleanup} = await import('./run-cleanup.js')
      await runCleanup(options)
    })
}

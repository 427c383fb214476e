import type {Command} from 'commander'
import type {PauseOptions} from './run-pause.js'

/** `sqlsafe pause`: let the apply wait, and let it go on again. */
export function addPause(program: Command): void {
  program
    .command('pause')
    .summary('let a running `apply` wait after the batch at hand')
    .description('Let the running `sqlsafe apply` wait before its next step or batch; it holds no locks meanwhile.')
    .requiredOption('--database-url <url>', 'of the live database, or env:NAME')
    .action(async (options: PauseOptions) => {
      const {runPause} = await import('./run-pause.js')
      await runPause(options, 'pause')
    })
}

import type {Command} from 'commander'
import type {PauseOptions} from './run-pause.js'

/** `sqlsafe resume`: let a paused apply go on. */
export function addResume(program: Command): void {
  program
    .command('resume')
    .summary('let a paused `apply` go on')
    .description('Let a `sqlsafe apply` go on that `sqlsafe pause` has made wait.')
    .requiredOption('--database-url <url>', 'of the live database, or env:NAME')
    .action(async (options: PauseOptions) => {
      const {runPause} = await import('./run-pause.js')
      await runPause(options, 'go')
    })
}

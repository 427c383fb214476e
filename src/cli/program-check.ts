/**
 * The same as `program.ts` for `sqlsafe check` alone: hooks and editors run it all day long, and reading the other
 * commands, which are half of the program, would take a tenth of its time.
 */
import {addCheck} from './check.js'
import {runCli as runCommands} from './run-cli.js'

export {importBy} from '../core/configuration/import-module.js'

/** Run the command line where its command is `check`; see `runCli` of `run-cli.ts`. */
export function runCli(argv: readonly string[]): Promise<void> {
  return runCommands(argv, [addCheck])
}

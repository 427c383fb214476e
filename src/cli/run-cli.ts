import {Command, CommanderError} from 'commander'
import {UsageError} from '../core/usage-error.js'
import {addExplain} from './explain.js'
import {write} from './output.js'

/** Run the command line; sets the exit code of the process and never throws. */
export async function runCli(argv: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(argv)
  } catch (error) {
    report(error)
  }
}

function createProgram(): Command {
  const program = new Command('sqlsafe')
    .description('Make schema migrations safe on PostgreSQL, MySQL and MariaDB')
    .exitOverride()
    .configureOutput({writeOut: write, writeErr() {}})
  addExplain(program)
  return program
}

/** One line on standard error, and exit code 2. */
function report(error: unknown): void {
  if (error instanceof CommanderError && error.exitCode === 0) return
  process.exitCode = 2
  const message = error instanceof Error ? error.message.replace(/^error: /, '') : String(error)
  process.stderr.write(`sqlsafe: ${message}\n`)
  if (process.env['DEBUG']?.includes('sqlsafe') && error instanceof Error && !(error instanceof UsageError)) {
    process.stderr.write(`${error.stack ?? ''}\n`)
  }
}

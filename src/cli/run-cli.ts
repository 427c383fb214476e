import {Command, CommanderError} from 'commander'
import {isApplyEnd} from '../apply/errors.js'
import {UsageError} from '../usage-error.js'
import {ignoreClosedPipe, write} from './output.js'
import {version} from '../version.js'

/** Adds a command to the program. */
type AddCommand = (program: Command) => void

const epilogue = `
Start with:
  sqlsafe init
  sqlsafe check migrations/
  sqlsafe explain migrations/0042.sql
  sqlsafe <command> --help       options and examples of a command
`

/**
 * Run the command line; sets the exit code of the process and never throws.
 *
 * @param commands Each adds its own, in the order of `--help`.
 */
export async function runCli(argv: readonly string[], commands: readonly AddCommand[]): Promise<void> {
  ignoreClosedPipe()
  try {
    await createProgram(commands).parseAsync(argv)
  } catch (error) {
    report(error)
  }
}

function createProgram(commands: readonly AddCommand[]): Command {
  const program = new Command('sqlsafe')
    .description('Make schema migrations safe on PostgreSQL, MySQL and MariaDB.')
    .version(version)
    .addHelpText('after', epilogue)
    .exitOverride()
    .configureOutput({writeOut: write, writeErr() {}})
    .configureHelp({sortSubcommands: false, showGlobalOptions: false})
    .action((_options, {args: [command]}: Command) => {
      throw new UsageError(
        command === undefined
          ? 'Unexpected end of the command line, expected a command: `init`, `check`, `explain`, `rehearse` or `rules` (see `sqlsafe --help`)'
          : `Unexpected command \`${command}\`, expected \`check\`, \`explain\` or \`rules\` (see \`sqlsafe --help\`)`
      )
    })
    .allowExcessArguments()
  for (const add of commands) add(program)
  return program
}

/** One line on standard error, and exit code 2; 1 where it is the database that does not let an apply go on. */
function report(error: unknown): void {
  if (error instanceof CommanderError && error.exitCode === 0) return
  process.exitCode = isApplyEnd(error) ? 1 : 2
  process.stderr.write(`sqlsafe: ${describe(error)}\n`)
  if (process.env['DEBUG']?.includes('sqlsafe') === true && error instanceof Error) {
    process.stderr.write(`${error.stack ?? ''}\n`)
  }
}

function describe(error: unknown): string {
  if (error instanceof UsageError || isApplyEnd(error)) return oneLine(error.message)
  if (error instanceof CommanderError) return describeUsage(error)
  const reason = oneLine(error instanceof Error ? error.message : String(error))
  return `Unexpected fault, expected none: ${reason} (\`DEBUG=sqlsafe\` shows where; please report it)`
}

/** Commander's sentence in our wording: `error: unknown option '--formt'\n(Did you mean --format?)`. */
function describeUsage({code, message}: CommanderError): string {
  const [, subject = ''] = /'([^']*)'/.exec(message) ?? []
  const words = subject.split(/[ ,]+/)
  const name = words.find((word) => word.startsWith('--')) ?? words[0] ?? ''
  const near = /\(Did you mean (?:one of )?(.*?)\?\)/.exec(message)?.[1]
  switch (code) {
    case 'commander.unknownOption':
      return `Unexpected option \`${name}\`, expected ${near === undefined ? 'one that `--help` lists' : `\`${near}\``}`
    case 'commander.optionMissingArgument':
      return `Unexpected end of \`${name}\`, expected a value: \`${subject}\``
    case 'commander.invalidArgument': {
      const [, value = '', wanted = ''] = /argument '([^']*)' is invalid\. (.*)/.exec(message) ?? []
      const [, option = ''] = /option '(?:-\w, )?(\S+)/.exec(message) ?? []
      const expected = wanted.replace(/^Allowed choices are (.*)\.$/, 'expected one of $1')
      return `Unexpected \`${option} ${value}\`, ${expected}`
    }
    default:
      return oneLine(message.replace(/^error: /, ''))
  }
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').trim()
}

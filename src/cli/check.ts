import type {Command} from 'commander'
import {Option} from 'commander'
import {baselineName} from '../core/baseline.js'
import {failOnLevels} from '../core/configuration/configuration.js'
import {presets} from '../core/presets.js'
import {addReadingOptions, collect} from './options.js'
import {checkFormatNames, collectFormat} from './reports.js'
import type {CheckOptions} from './run-check.js'

const examples = `
Examples:
  sqlsafe check migrations/                             every migration of a folder
  sqlsafe check migrations/ --since origin/main         those of this branch; the rest is history
  sqlsafe check migrations/ --staged                    those about to be committed
  sqlsafe check migrations/0042.sql --history migrations/
  sqlsafe check 0042.sql --schema structure.sql --dialect mysql --server-version 8.0.36
  alembic upgrade 1975ea83b712:head --sql | sqlsafe check - --dialect postgres
  sqlsafe check migrations/ --format json --fail-on warning
  sqlsafe check migrations/ -o html=report.html -o sarif=sqlsafe.sarif
  sqlsafe check migrations/ --since origin/main --fix --dry-run

Exit code: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage or a fault.
`

/** `sqlsafe check`: is this safe to deploy? */
export function addCheck(program: Command): void {
  addReadingOptions(program.command('check').summary('is this migration safe to deploy?'))
    .description('Say which migrations would hurt a live database, and what to do instead.')
    .addOption(
      new Option(
        '-f, --format <name>',
        `of the report: ${checkFormatNames.join(', ')} (default: pretty; repeatable)`
      ).argParser(collectFormat)
    )
    .option(
      '-o, --output <format=file>',
      'write a report into a file; the one without goes to standard output (repeatable)',
      collect
    )
    .addOption(new Option('--fail-on <severity>', 'the least that fails (default: error)').choices(failOnLevels))
    .addOption(new Option('--preset <name>', 'of rules that are on (default: recommended)').choices(presets))
    .option('--staged', 'only staged files, as they are staged; the rest of the git index is history')
    .option('--stats <file>', 'of `sqlsafe stats`: how big and busy tables are')
    .option('--baseline <file>', 'leave out the findings that it knows')
    .option(
      '--write-baseline',
      `make all of today's findings known, in the file of --baseline (default: ${baselineName})`
    )
    .option('--fix', 'change the files where one local edit is safe; of `-`, print the changed text')
    .option('--dry-run', 'with --fix: print the changes as a diff, and change nothing')
    .option('--no-cache', 'read the whole history again, and keep nothing for the next run')
    .option('--rule <id=level>', 'error, warning, info or off for one rule (repeatable)', collect)
    .addHelpText('after', examples)
    .action(async (paths: string[], options: CheckOptions) => {
      const {runCheck} = await import('./run-check.js')
      await runCheck(paths, options)
    })
}

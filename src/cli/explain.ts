import type {Command} from 'commander'
import {Option} from 'commander'
import {addReadingOptions} from './options.js'
import type {ExplainOptions} from './run-explain.js'

const examples = `
Examples:
  sqlsafe explain migrations/0042.sql --history migrations/
  sqlsafe explain migrations/ --server-version 14
  echo 'ALTER TABLE t ADD COLUMN c int' | sqlsafe explain - --dialect mysql --server-version 8.0.28
  sqlsafe explain migrations/ --format json
  sqlsafe explain --operation column.set-not-null --dialect postgres --server-version 16

Exit code: 0 explained, also where a statement could not be read; 2 wrong usage or a fault.
`

/** `sqlsafe explain`: what will the server do? */
export function addExplain(program: Command): void {
  addReadingOptions(program.command('explain').summary('what will the server do for each statement?'))
    .description('Say for each statement which lock it takes, what that blocks, and whether it scans or rewrites.')
    .addOption(new Option('--format <name>', 'of the report').choices(['pretty', 'json']).default('pretty'))
    .option('--operation <name>', 'print what is known of one operation, such as `column.set-not-null`, case by case')
    .addHelpText('after', examples)
    .action(async (paths: string[], options: ExplainOptions) => {
      if (options.operation === undefined) {
        const {runExplain} = await import('./run-explain.js')
        await runExplain(paths, options)
        return
      }
      const {runExplainOperation} = await import('./run-explain-operation.js')
      runExplainOperation(options.operation, paths, options)
    })
}

import type {Command} from 'commander'
import {InvalidArgumentError, Option} from 'commander'
import {addReadingOptions} from './options.js'
import type {RehearseCommandOptions} from './run-rehearse.js'

const examples = `
Examples:
  sqlsafe rehearse migrations/ --after 0041_orders.sql        0042 and later, on PostgreSQL in this process
  sqlsafe rehearse migrations/ --since origin/main --rows 1000
  sqlsafe rehearse 0042.sql --schema structure.sql
  sqlsafe rehearse 0042.sql --database-url env:DATABASE_URL      its schema, by pg_dump; nothing is written there
  sqlsafe rehearse migrations/ --after 0041_orders.sql --engine-url postgres://postgres@localhost/postgres
  sqlsafe rehearse migrations/ --after 0041_orders.sql --engine-url mysql://root@localhost/ --format markdown

Nothing runs on a database that was there before: on a server, one named sqlsafe_rehearse_… is made and dropped.

Exit code: 0 all as foretold, 1 something was not, or a migration failed; 2 wrong usage or a fault.
`

/** `sqlsafe rehearse`: does it really do what was foretold? */
export function addRehearse(program: Command): void {
  addReadingOptions(program.command('rehearse').summary('run it on a throw-away database: is it as foretold?'))
    .description('Run new migrations on a throw-away database, and show beside what was foretold what happened.')
    .option('--engine-url <url>', 'a server to make that database on, or env:NAME; default: PGlite, in this process')
    .addOption(new Option('--rows <number>', 'fill each table with so many rows before').argParser(parseRows))
    .addOption(new Option('--format <name>', 'of the report').choices(['pretty', 'json', 'markdown']).default('pretty'))
    .addHelpText('after', examples)
    .action(async (paths: string[], options: RehearseCommandOptions) => {
      const {runRehearse} = await import('./run-rehearse.js')
      await runRehearse(paths, options)
    })
}

function parseRows(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('expected a number from 1 to 9999999')
}

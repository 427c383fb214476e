import type {Command} from 'commander'
import {InvalidArgumentError} from 'commander'
import type {StatsOptions} from './run-stats.js'

const examples = `
Examples:
  sqlsafe stats --database-url postgres://reader@db/shop -o sqlsafe.stats.json
  sqlsafe stats --database-url env:DATABASE_URL --sample 60 -o sqlsafe.stats.json
  sqlsafe check migrations/ --stats sqlsafe.stats.json

Nothing is written to the database. Sizes are the server's own estimates: ANALYZE makes them better.
`

/** `sqlsafe stats`: how big and busy are the tables? */
export function addStats(program: Command): void {
  program
    .command('stats')
    .summary('how big and busy are the tables?')
    .description('Write the sizes of the tables of a live database into a file, for `check` to weigh findings by.')
    .option('--database-url <url>', 'of the database, or env:NAME; default: `databaseUrl` of the configuration')
    .option('-o, --output <file>', 'default: standard output')
    .option('--sample <seconds>', 'how long writes are counted; 0: not at all', toSeconds, 5)
    .option('--config <file>', 'instead of looking for `sqlsafe.config.*`')
    .addHelpText('after', examples)
    .action(async (options: StatsOptions) => {
      const {runStats} = await import('./run-stats.js')
      await runStats(options)
    })
}

function toSeconds(value: string): number {
  const seconds = Number(value)
  if (value !== '' && seconds >= 0 && seconds <= 86_400) return seconds
  throw new InvalidArgumentError('expected seconds, from 0 to 86400')
}

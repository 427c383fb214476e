import type {Command} from 'commander'
import {InvalidArgumentError, Option} from 'commander'
import {collect} from './options.js'
import type {ApplyOptions} from './apply-settings.js'

const examples = `
Examples:
  sqlsafe plan migrations/0042.sql --format json > plan.json
  sqlsafe apply plan.json --database-url env:DATABASE_URL --dry-run     every statement that it would run
  sqlsafe apply plan.json --database-url env:DATABASE_URL               again after a crash: it goes on
  sqlsafe apply plan.json --database-url env:DATABASE_URL --deployed    the next phase waited for a deployment
  sqlsafe apply migrations/0042.sql --database-url env:DATABASE_URL     plans, shows, and asks

Ctrl-C once stops after the batch at hand, twice at once; the same command goes on.

Exit code: 0 done, or waiting for a deployment; 1 refused, failed or stopped; 2 wrong usage or a fault.
`

/** `sqlsafe apply`: do it, on the live database, without an outage. */
export function addApply(program: Command): void {
  program
    .command('apply')
    .summary('carry a plan out on a live database')
    .description(
      'Carry a plan out on a live PostgreSQL, MySQL or MariaDB: resumable, throttled, and stoppable at any moment.'
    )
    .argument('<plan>', 'of `sqlsafe plan --format json`, or a migration: then it plans, shows, and asks')
    .requiredOption('--database-url <url>', 'of the live database, or env:NAME')
    .option('--yes', 'do not ask')
    .option('--dry-run', 'print every statement that it would run, and run none')
    .option('--deployed', 'the application that the next phase waits for is deployed')
    .option('--once-more', 'carry a plan out again that was carried out before, such as `VACUUM FULL`')
    .option('--accept <check>', 'go on in spite of a warning of this check (repeatable)', collect)
    .option('--done <step>', 'a step that was in doubt was done (repeatable)', collect)
    .option('--again <step>', 'a step that was in doubt was not done (repeatable)', collect)
    .addOption(milliseconds('--lock-timeout <ms>', 'how long a statement waits for a lock before it gives way; 2000'))
    .addOption(natural('--lock-retries <number>', 'how often it is tried again; 30'))
    .addOption(
      milliseconds('--terminate-blockers-after <ms>', 'end sessions that have stood in the way so long; default: never')
    )
    .addOption(milliseconds('--batch-target <ms>', 'how long a batch should take; 500'))
    .addOption(natural('--batch-rows <number>', 'rows of the first batch; 1000'))
    .addOption(natural('--max-batch-rows <number>', 'rows of any batch at the most; 100000'))
    .addOption(natural('--max-rate <rows>', 'rows a second at the most'))
    .addOption(natural('--max-lag <seconds>', 'batches wait while a standby or a replica is further behind; 10'))
    .option('--replica <url>', 'a replica of MySQL or MariaDB that batches wait for, or env:NAME (repeatable)', collect)
    .option('--throttle-query <sql>', 'batches wait while its first value is true or above 0')
    .option('--window <from-to>', 'batches run between these times of day only, such as 22:00-06:00 UTC', collect)
    .option('--set <name=value>', 'any setting that `sqlsafe throttle --help` lists (repeatable)', collect)
    .addOption(
      new Option(
        '--capture <way>',
        'by what is known which rows of MySQL or MariaDB were written while a table is copied; triggers'
      ).choices(['triggers', 'binlog'])
    )
    .option('--drop-old', 'drop old tables at the end')
    .option('--keep-in-sync', 'log what is written after a table of PostgreSQL was replaced, for `sqlsafe revert`')
    .addOption(
      new Option('--engine <name>', 'let this program, installed beside sqlsafe, copy tables on MySQL').choices([
        'gh-ost',
        'pt-osc'
      ])
    )
    .addOption(
      new Option('--log-format <name>', 'of what is said on the way').choices(['pretty', 'json']).default('pretty')
    )
    .option('--config <file>', 'instead of looking for `sqlsafe.config.*`')
    .option('--color', 'colours, also where the output is no terminal')
    .option('--no-color', 'no colours')
    .addHelpText('after', examples)
    .action(async (path: string, options: ApplyOptions) => {
      const {runApply} = await import('./run-apply.js')
      await runApply(path, options)
    })
}

function natural(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text) => {
    if (/^\d{1,9}$/.test(text)) return Number(text)
    throw new InvalidArgumentError('expected a number')
  })
}

function milliseconds(flags: string, description: string): Option {
  return natural(flags, description)
}

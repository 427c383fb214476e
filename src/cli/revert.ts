import type {Command} from 'commander'
import {Option} from 'commander'
import type {ApplyOptions} from './apply-settings.js'
import {collect} from './options.js'

const examples = `
Examples:
  sqlsafe apply plan.json --database-url env:DATABASE_URL --keep-in-sync
  sqlsafe revert --database-url env:DATABASE_URL              shows what it will do, and asks
  sqlsafe revert shop.account --database-url env:DATABASE_URL --yes

Rows that were written since are brought to the old table, every row of both is compared, and the tables change places. No
write is lost; a value that the old shape cannot hold stops it before. The same command goes on after a stop or a crash;
\`sqlsafe abort\` takes it back before the tables change places.

Exit code: 0 done; 1 refused, failed or stopped; 2 wrong usage or a fault.
`

/** `sqlsafe revert`: let an old table take its place again. */
export function addRevert(program: Command): void {
  program
    .command('revert')
    .summary('let an old table, kept by `apply --keep-in-sync`, take its place again')
    .description('Take the change of a table back after it was replaced, with all that was written since.')
    .argument('[table]', 'which one, where several are kept in sync')
    .requiredOption('--database-url <url>', 'of the live database, or env:NAME')
    .option('--yes', 'do not ask')
    .option('--dry-run', 'print what it would run, and run nothing')
    .option('--accept <check>', 'go on in spite of a warning of this check (repeatable)', collect)
    .option('--set <name=value>', 'any setting that `sqlsafe throttle --help` lists (repeatable)', collect)
    .option('--drop-old', 'drop the table that was taken back at the end')
    .addOption(
      new Option('--log-format <name>', 'of what is said on the way').choices(['pretty', 'json']).default('pretty')
    )
    .option('--color', 'colours, also where the output is no terminal')
    .option('--no-color', 'no colours')
    .addHelpText('after', examples)
    .action(async (table: string | undefined, options: ApplyOptions) => {
      const {runRevert} = await import('./run-revert.js')
      await runRevert(table, options)
    })
}

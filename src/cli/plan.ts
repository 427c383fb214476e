import type {Command} from 'commander'
import {InvalidArgumentError, Option} from 'commander'
import {planFormats} from '../report/plan/formats.js'
import {tools} from '../plan/tools.generated.js'
import {addReadingOptions} from './options.js'
import type {PlanOptions} from './run-plan.js'

const examples = `
Examples:
  sqlsafe plan migrations/0042.sql --history migrations/
  sqlsafe plan migrations/ --since origin/main --database-url env:DATABASE_URL
  sqlsafe plan migrations/0042.sql --format json > plan.json      what sqlsafe apply takes
  sqlsafe plan migrations/0042.sql --format markdown              for the pull request
  sqlsafe plan migrations/0042.sql --format sql --out-dir safe/   files for your own runner

Exit code: 0 planned, 1 something in it cannot be made safe; 2 wrong usage or a fault.
`

/** `sqlsafe plan`: how is the same done safely? */
export function addPlan(program: Command): void {
  addReadingOptions(program.command('plan').summary('how is the same done safely?'))
    .description('Turn migrations into a sequence in which no step keeps others out for long.')
    .addOption(new Option('--format <name>', 'of the plan').choices(Object.keys(planFormats)).default('pretty'))
    .option('--out-dir <folder>', 'with --format sql or --tool: write the files into this folder')
    .option('--retry-block', 'with --format sql: short steps try again by themselves where they get no lock')
    .option(
      '--rebuild-bytes <number>',
      'MySQL, MariaDB: a table with more is not rebuilt in place, which replicas would wait for (default: 500000000)',
      parseBytes
    )
    .addOption(
      new Option('--tool <name>', 'instead of a plan: what this tool is given to do the same, and what it cannot do')
        .choices(Object.keys(tools))
        .conflicts(['format', 'retryBlock'])
    )
    .addHelpText('after', examples)
    .action(async (paths: string[], options: PlanOptions) => {
      const {runPlan} = await import('./run-plan.js')
      await runPlan(paths, options)
    })
}

function parseBytes(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Expected a number of bytes.')
}

import type {Command} from 'commander'
import {Option} from 'commander'
import type {RulesOptions} from './run-rules-command.js'

const examples = `
Examples:
  sqlsafe rules                              all rules
  sqlsafe rules no-scanning-set-not-null     what it reports, why, and what to do instead
`

/** `sqlsafe rules`: what is there to be found? */
export function addRules(program: Command): void {
  program
    .command('rules')
    .summary('list the rules, or explain one')
    .description('List all rules, or show the page of one.')
    .argument('[id]', 'of a rule')
    .addOption(new Option('--format <name>', 'of the list').choices(['pretty', 'json']).default('pretty'))
    .option('--config <file>', 'instead of looking for `sqlsafe.config.*`: it may name custom rules')
    .option('--color', 'colours, also where the output is no terminal')
    .option('--no-color', 'no colours')
    .addHelpText('after', examples)
    .action(async (id: string | undefined, options: RulesOptions) => {
      const {runRulesCommand} = await import('./run-rules-command.js')
      await runRulesCommand(id, options)
    })
}

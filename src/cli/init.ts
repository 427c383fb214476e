import type {Command} from 'commander'
import {Option} from 'commander'
import {dialects} from '../server/server.js'
import {peerReaders} from '../init/from.generated.js'
import type {InitCommandOptions} from './run-init.js'

const examples = `
Examples:
  sqlsafe init --dry-run                  what it finds, and what it would write
  sqlsafe init --pre-commit --github      the configuration, a hook and a workflow
  sqlsafe init --from squawk              with what .squawk.toml says
`

/** `sqlsafe init`: begin. */
export function addInit(program: Command): void {
  program
    .command('init')
    .summary('write a configuration for this project')
    .description('Find the migrations, their framework and their server, and write a configuration that says so.')
    .addOption(new Option('--dialect <name>', 'the engine; default: what the project says').choices(dialects))
    .addOption(
      new Option('--from <name>', 'take over the configuration of another checker').choices(
        peerReaders.map(({name}) => name)
      )
    )
    .option('--pre-commit', 'also add a hook to .pre-commit-config.yaml')
    .option('--github', 'also write a workflow for pull requests')
    .option('--dry-run', 'print what would be written')
    .option('--force', 'write over files that are there')
    .addHelpText('after', examples)
    .action(async (options: InitCommandOptions) => {
      const {runInit} = await import('./run-init.js')
      await runInit(options)
    })
}

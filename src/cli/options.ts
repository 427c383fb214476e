/** Options that several commands share. */
import type {Command} from 'commander'
import {Option} from 'commander'
import type {Dialect} from '../server/server.js'
import {dialects} from '../server/server.js'

/** What commands that read migrations are given. */
export interface ReadingOptions {
  dialect?: Dialect
  serverVersion?: string
  schema?: string[]
  history?: string[]
  since?: string
  after?: string
  databaseUrl?: string
  config?: string
  quiet?: boolean
  color?: boolean
}

/** Add the options of commands that read migrations. */
export function addReadingOptions(command: Command): Command {
  return command
    .argument(
      '[paths...]',
      'files, folders and globs; `-` for standard input; default: `migrations` of the configuration'
    )
    .addOption(new Option('--dialect <name>', 'the engine; default: guessed from the files').choices(dialects))
    .option('--server-version <version>', 'such as 16, 8.0.29 or 10.11; default: the newest')
    .option('--schema <file>', 'a dump or setup script: what exists already (repeatable)', collect)
    .option('--history <path>', 'migrations that were applied before (repeatable)', collect)
    .option(
      '--since <revision>',
      'only files that changed since the branch left this git revision; the rest is history'
    )
    .option('--after <name>', 'only files after this one; the rest is history')
    .option('--database-url <url>', 'read the schema and the sizes from a live database; nothing is written')
    .option('--config <file>', 'instead of looking for `sqlsafe.config.*`')
    .option('--quiet', 'findings only: no verdict, no summary, no progress')
    .option('--color', 'colours, also where the output is no terminal')
    .option('--no-color', 'no colours')
}

/** For options that may be given several times. */
export function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value]
}

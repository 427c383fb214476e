import type {Command} from 'commander'
import {Option} from 'commander'
import {dialects} from '../core/server.js'
import type {Dialect} from '../core/server.js'
import {readStdin, write} from './output.js'

interface ExplainOptions {
  dialect?: Dialect
  serverVersion?: string
  schema?: string[]
  history?: string[]
  format: 'pretty' | 'json'
}

/** `sqlsafe explain` */
export function addExplain(program: Command): void {
  program
    .command('explain')
    .argument('[paths...]')
    .addOption(new Option('--dialect <name>').choices(dialects))
    .option('--server-version <version>')
    .option('--schema <file>', '', collect)
    .option('--history <dir>', '', collect)
    .addOption(new Option('--format <name>').choices(['pretty', 'json']).default('pretty'))
    .action(async (paths: string[], options: ExplainOptions) => {
      const {openProject} = await import('../core/project.js')
      const {explainProject} = await import('../core/explain.js')
      const {explainJson} = await import('../report/explain-json.js')
      const stdin = paths.includes('-') ? await readStdin() : undefined
      const project = await openProject({...options, paths, stdin})
      write(explainJson(explainProject(project), project.server.dialect))
    })
}

function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value]
}

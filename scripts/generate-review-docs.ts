/** Fills the zones of the pages about pull requests and hooks: from `action.yml`, and from what `sqlsafe init` writes. */
import {readFileSync} from 'node:fs'
import {parse} from 'yaml'
import {withHook} from '../src/init/pre-commit.js'
import {workflowText} from '../src/init/workflow.js'
import {fillZones} from './fill-zones.js'

const root = new URL('..', import.meta.url)

interface Action {
  inputs: Record<string, {description: string; default: string}>
  outputs: Record<string, {description: string}>
}

/** The pages with their zones filled, by their paths below the project's folder. */
export async function fillReviewDocs(): Promise<Map<string, string>> {
  const {inputs, outputs} = parse(read('action.yml')) as Action
  const version = readVersion()
  const zones = {
    'docs/github-action.md': {
      workflow: renderWorkflow(),
      inputs: table(
        ['Input', 'Default'],
        Object.entries(inputs).map(([name, input]) => [code(name), code(input.default), input.description])
      ),
      outputs: table(
        ['Output'],
        Object.entries(outputs).map(([name, output]) => [code(name), output.description])
      )
    },
    'docs/pre-commit.md': {
      hook: fence('yaml', withHook(undefined, {own: false, scripts: false, release: version}) ?? '')
    }
  }
  const pages = Object.entries(zones).map(
    async ([page, parts]) => [page, await fillZones(page, read(page), parts)] as const
  )
  return new Map(await Promise.all(pages))
}

/** The workflow of a project that has its migrations in `migrations`. */
export function renderWorkflow(): string {
  return fence('yaml', workflowText(['migrations'], {release: readVersion()}))
}

function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8')
}

function readVersion(): string {
  return (JSON.parse(read('package.json')) as {version: string}).version
}

function code(text: string): string {
  return text === '' ? '' : `\`${text}\``
}

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``
}

function table(heads: readonly string[], rows: readonly string[][]): string {
  const all = [[...heads, ''], [...heads, ''].map(() => '---'), ...rows]
  return all.map((cells) => `| ${cells.map((cell) => cell.trim().replaceAll('|', '\\|')).join(' | ')} |`).join('\n')
}

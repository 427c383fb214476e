/** Writes `src/plan/tools.generated.ts`, which loads the tools that `sqlsafe plan --tool` knows: the CLI is bundled. */
import {readdirSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

/** Where the index is written. */
export const toolIndexFile = fileURLToPath(new URL('../src/plan/tools.generated.ts', import.meta.url))

/** The text of the index: `pg_repack.ts` of the folder is the tool `pg_repack`, and exports `pgRepack`. */
export function renderToolIndex(): string {
  const names = readdirSync(new URL('../src/plan/tools/', import.meta.url))
    .map((name) => name.replace(/\.ts$/, ''))
    .sort()
  return [
    '// Written by scripts/generate-tool-index.ts: do not edit.',
    "import type {Tool} from './tool.js'",
    '',
    '/** The tools of others, each loaded when it is asked for. */',
    'export const tools = {',
    names.map((name) => `  ${keyOf(name)}: async (): Promise<Tool> => ${load(name)}`).join(',\n'),
    '}',
    ''
  ].join('\n')
}

function keyOf(name: string): string {
  return /^\w+$/.test(name) ? name : `'${name}'`
}

function load(name: string): string {
  const exported = name.replace(/[-_](\w)/g, (_mark, letter: string) => letter.toUpperCase())
  return `(await import('./tools/${name}.js')).${exported}`
}

/** Writes `src/migrations/layouts.generated.ts`, which imports every layout: the CLI is bundled. */
import {readdirSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

const folder = new URL('../src/migrations/layouts/', import.meta.url)

/** Where the index is written. */
export const layoutIndexFile = fileURLToPath(new URL('../src/migrations/layouts.generated.ts', import.meta.url))

/** The text of the index: a file of the folder is a layout of the same name; `layout.ts` says what one is. */
export function renderLayoutIndex(): string {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && name !== 'layout.ts')
    .map((name) => name.slice(0, -'.ts'.length))
    .sort()
  return [
    '// Written by scripts/generate-layout-index.ts: do not edit.',
    ...names.map((name) => `import {${camelCase(name)}} from './layouts/${name}.js'`),
    "import type {Layout} from './layouts/layout.js'",
    '',
    '/** All layouts, by the names of their files. */',
    `export const layouts: readonly Layout[] = [\n${names.map((name) => `  ${camelCase(name)}`).join(',\n')}\n]`,
    ''
  ].join('\n')
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase())
}

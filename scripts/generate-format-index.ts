/** Writes `src/report/check-formats.generated.ts`, which loads the formats of `check`: the CLI is bundled. */
import {readdirSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

const folder = new URL('../src/report/check/', import.meta.url)

/** Where the index is written. */
export const formatIndexFile = fileURLToPath(new URL('../src/report/check-formats.generated.ts', import.meta.url))

/** The text of the index: `check-sarif.ts` of the folder is the format `sarif`, and exports `checkSarif`. */
export function renderFormatIndex(): string {
  const names = readdirSync(folder)
    .map((name) => name.replace(/^check-(.+)\.ts$/, '$1'))
    .sort()
  return [
    '// Written by scripts/generate-format-index.ts: do not edit.',
    "import type {CheckFormat} from './context.js'",
    '',
    '/** The formats of `check`, each loaded when it is asked for. */',
    'export const checkFormats = {',
    names.map((name) => `  ${name}: async (): Promise<CheckFormat> => ${load(name)}`).join(',\n'),
    '}',
    ''
  ].join('\n')
}

function load(name: string): string {
  return `(await import('./check/check-${name}.js')).check${name.charAt(0).toUpperCase()}${name.slice(1)}`
}

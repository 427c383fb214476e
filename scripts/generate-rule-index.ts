/** Writes `src/core/rules/rules.generated.ts`, which imports every file in `rules/`: the CLI is bundled. */
import {readdirSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

const rulesFolder = new URL('../rules/', import.meta.url)

/** Where the index is written. */
export const indexFile = new URL('../src/core/rules/rules.generated.ts', import.meta.url)

/** Ids of all rules, which are the names of their files, in order. */
export function listRuleIds(): string[] {
  return readdirSync(rulesFolder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.slice(0, -'.ts'.length))
    .sort()
}

/** The text of the index. */
export function renderIndex(ids: readonly string[]): string {
  const imports = ids.map((id) => `import ${camelCase(id)} from '../../../rules/${id}.js'`)
  return [
    '// Written by scripts/generate-rule-index.ts: do not edit.',
    ...imports,
    "import type {Rule} from '../define-rule.js'",
    '',
    '/** All rules, by id. */',
    `export const rules: readonly Rule[] = [\n${ids.map((id) => `  ${camelCase(id)}`).join(',\n')}\n]`,
    ''
  ].join('\n')
}

function camelCase(id: string): string {
  return id.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase())
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(indexFile, renderIndex(listRuleIds()))

/** Writes `src/plan/plannable.generated.ts`, which says what can be planned without loading what makes plans. */
import {fileURLToPath} from 'node:url'
import {format, resolveConfig} from 'prettier'
import {dialects} from '../src/server/server.js'
import {recipes} from '../src/plan/recipes.generated.js'

/** Where the list is written. */
export const plannableFile = fileURLToPath(new URL('../src/plan/plannable.generated.ts', import.meta.url))

/** The text of the list. */
export async function renderPlannable(): Promise<string> {
  const lists = dialects.map((dialect) => {
    const names = recipes.filter(({engines}) => engines.includes(dialect)).map(({name}) => name)
    return `${dialect}: ${JSON.stringify([...new Set(names)].sort())}`
  })
  const text = [
    '// Written by scripts/generate-plannable.ts: do not edit.',
    "import type {Dialect} from '../server/server.js'",
    '',
    '/** Names of the recipes that make plans, by dialect. */',
    `export const plannable: Readonly<Record<Dialect, readonly string[]>> = {${lists.join(',\n')}}`
  ].join('\n')
  return format(text, {...(await resolveConfig(plannableFile)), parser: 'typescript'})
}

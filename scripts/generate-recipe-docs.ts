/** Writes `docs/recipes.md` from the recipes and the rules that name them. */
import {rules} from '../src/core/rules/rules.generated.js'
import {advice} from '../src/plan/advice.js'
import {recipes} from '../src/plan/recipes.generated.js'
import {supported} from '../src/core/supported.js'

/** The page, by its path below the project's folder. */
export async function renderRecipes(): Promise<{path: string; text: string}> {
  const {format, resolveConfig} = await import('prettier')
  const path = 'docs/recipes.md'
  const names = [...new Set(recipes.map(({name}) => name))].sort()
  const sections = names.map((name) => {
    const own = recipes.filter((recipe) => recipe.name === name)
    const ways = own.map(({engines, summary}) => {
      const servers = engines.map((engine) => supported[engine].name).join(', ')
      return `- ${servers}: ${summary.charAt(0).toLowerCase()}${summary.slice(1)}.`
    })
    return [`## ${name}`, ways.join('\n'), `Rules: ${rulesOf(name)}`].join('\n\n')
  })
  const rows = Object.entries(advice).map(([name, why]) => `| \`${name}\` | ${why} | ${rulesOf(name)} |`)
  const text = [
    '<!-- Written by `npm run generate` from src/plan/recipes: do not edit. -->',
    '# Recipes',
    'The safe sequences that [`sqlsafe plan`](plan.md) is made of. Findings of `sqlsafe check` name them.',
    ...sections,
    '## What needs no steps',
    ['| Advice | | Rules |', '| --- | --- | --- |', ...rows].join('\n')
  ].join('\n\n')
  return {path, text: await format(text, {...(await resolveConfig(path)), parser: 'markdown'})}
}

function rulesOf(name: string): string {
  const found = rules.filter(({recipe}) => recipe === name).map(({id}) => `[\`${id}\`](rules/${id}.md)`)
  return found.length === 0 ? 'none' : found.join(', ')
}

/** Writes `docs/recipes.md` from the recipes and the rules that name them. */
import {rules} from '../src/core/rules/rules.generated.js'
import {advice} from '../src/plan/advice.js'
import {recipes} from '../src/plan/recipes.generated.js'
import type {Example, Rule} from '../src/core/define-rule.js'
import {openProject} from '../src/core/project.js'
import type {Dialect} from '../src/server/server.js'
import {supported} from '../src/server/supported.js'
import {makePlan} from '../src/plan/make-plan.js'
import type {Phase, PlannedStep} from '../src/plan/plan.js'
import {serverOf} from '../src/rule-tester/run-example.js'

/** The page, by its path below the project's folder. */
export async function renderRecipes(): Promise<{path: string; text: string}> {
  const {format, resolveConfig} = await import('prettier')
  const path = 'docs/recipes.md'
  const names = [...new Set(recipes.map(({name}) => name))].sort()
  const sections: string[] = []
  for (const name of names) {
    const own = recipes.filter((recipe) => recipe.name === name)
    const ways = own.map(({engines, summary}) => {
      const servers = engines.map((engine) => supported[engine].name).join(', ')
      return `- ${servers}: ${summary.charAt(0).toLowerCase()}${summary.slice(1)}.`
    })
    const shown: string[] = []
    for (const {engines} of own) shown.push(...(await exampleOf(name, engines)))
    sections.push([`## ${name}`, ways.join('\n'), ...shown, `Rules: ${rulesOf(name)}`].join('\n\n'))
  }
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

/** The first example of a rule that the recipe makes steps of, and the steps. */
async function exampleOf(name: string, engines: readonly Dialect[]): Promise<string[]> {
  for (const rule of rules.filter(({recipe}) => recipe === name)) {
    for (const example of rule.docs.examples) {
      const {dialect} = serverOf(rule, example)
      if (!engines.includes(dialect) || example.refused === true) continue
      const phases = await phasesOf(rule, example)
      if (!phases.some(({steps}) => steps.some(({recipe}) => recipe === name))) continue
      const heading = `On ${supported[dialect].name}, this`
      return [heading, fenced([example.unsafe]), 'becomes', fenced(phases.flatMap(phaseTexts))]
    }
  }
  return []
}

async function phasesOf(rule: Rule, example: Example): Promise<Phase[]> {
  const {schema = '', transaction, unsafe, version} = example
  const project = await openProject({
    files: {'migrations/1.sql': schema, 'migrations/2.sql': unsafe},
    paths: ['migrations/2.sql'],
    history: ['migrations'],
    dialect: serverOf(rule, example).dialect,
    serverVersion: version,
    configuration: transaction === undefined ? {} : {runner: {transaction}}
  })
  return (await makePlan(project)).phases
}

function phaseTexts({gate, steps}: Phase): string[] {
  const wait = gate === undefined ? [] : [`-- Wait until ${gate}`]
  return [...wait, ...steps.map(stepText)]
}

/** Shadow tables run far more than is read with pleasure. */
function stepText({kind, sql, title}: PlannedStep): string {
  const own = kind.startsWith('shadow-') ? [] : sql.map((text) => `${text};`)
  return [`-- ${title}`, ...own].join('\n')
}

const fenced = (texts: readonly string[]): string => ['```sql', texts.join('\n\n'), '```'].join('\n')

function rulesOf(name: string): string {
  const found = rules.filter(({recipe}) => recipe === name).map(({id}) => `[\`${id}\`](rules/${id}.md)`)
  return found.length === 0 ? 'none' : found.join(', ')
}

/** All recipes, and the plans of everything that rules call unsafe. */
import {readdirSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import type {Example, Rule} from '../../../src/core/define-rule.js'
import {rules} from '../../../src/core/rules/rules.generated.js'
import {advice} from '../../../src/plan/advice.js'
import {readPlan} from '../../../src/plan/digest.js'
import {recipes} from '../../../src/plan/recipes.generated.js'
import {planJson} from '../../../src/report/plan/plan-json.js'
import {serverOf} from '../../../src/rule-tester/run-example.js'
import {errorsIn, stepsOf} from '../../helpers/plan-faults.js'
import {planOf} from '../../helpers/plan-of.js'
import {recipeCases} from '../../live/apply/recipe-cases.js'

const named = new Map(recipes.map((recipe) => [recipe.name, recipe]))

describe.each(recipes)('$name of $engines', (recipe) => {
  it('has the name of its file, a sentence and an engine', () => {
    const folder = recipe.engines.includes('postgres') ? '' : 'mysql/'
    const files = readdirSync(new URL(`../../../src/plan/recipes/${folder}`, import.meta.url))
    expect(files).toContain(`${recipe.name}.ts`)
    expect(recipe.summary).toMatch(/^[A-Z][^]*[^.]$/)
    expect(recipe.engines.length).toBeGreaterThan(0)
    expect(recipe.on.length).toBeGreaterThan(0)
  })

  it('is what a rule names', () => {
    expect(rules.some(({recipe: name}) => name === recipe.name)).toBe(true)
  })
})

it('each recipe of PostgreSQL is tried beside writers, and killed', () => {
  const tried = new Set(Object.values(recipeCases).map(({recipe}) => recipe))
  const all = recipes.filter(({engines}) => engines.includes('postgres')).map(({name}) => name)
  expect([...tried].sort()).toEqual(all.sort())
})

const onPostgres = rules.filter((rule) => rule.engines.includes('postgres') && rule.recipe !== null)

describe('rules', () => {
  it.each(onPostgres.map((rule): [string, Rule] => [rule.id, rule]))('%s names a recipe or an advice', (_id, rule) => {
    const name = rule.recipe ?? ''
    expect(named.has(name) || name in advice).toBe(true)
    expect(named.has(name) && name in advice).toBe(false)
  })

  it('name every advice', () => {
    for (const name of Object.keys(advice)) expect(rules.some(({recipe}) => recipe === name)).toBe(true)
  })
})

/** Examples that no plan makes safe, with the reason. */
const hopeless: Readonly<Record<string, string>> = {
  'no-rewriting-add-column, type-and-table-not-known': 'what the type is, only a schema can tell',
  'no-rewriting-add-column, stored-generated': 'a shadow table needs a unique key, and the table has none',
  'no-vacuum-full, all-tables': 'nobody has said which tables need it',
  'no-blocking-refresh, with-no-data': 'a view that is emptied cannot be read, in whatever steps'
}

const cases = onPostgres.flatMap((rule) =>
  rule.docs.examples
    .filter((example) => serverOf(rule, example).dialect === 'postgres' && example.refused !== true)
    .flatMap((example) =>
      (example.version === undefined ? ['14', '18'] : [example.version]).map(
        (version): [string, Rule, Example, string] => [`${rule.id}, ${example.name}`, rule, example, version]
      )
    )
)

describe.each(cases)('%s', (name, _rule, example, version) => {
  const wanted = {schema: example.schema, transaction: example.transaction, version}
  const isHopeless = name in hopeless

  it(`has a plan that is ${isHopeless ? 'said to be unsafe' : 'safe'} on ${version}`, async () => {
    const plan = await planOf(example.unsafe, wanted)
    const unsafe = plan.remarks.filter(({severity}) => severity === 'unsafe').map(({text}) => text)
    if (isHopeless) expect(unsafe.length).toBeGreaterThan(0)
    else expect(unsafe).toEqual([])
  })

  it(`has the same plan each time, whole and in order, on ${version}`, async () => {
    const plan = await planOf(example.unsafe, wanted)
    expect(await planOf(example.unsafe, wanted)).toEqual(plan)
    expect(readPlan(planJson(plan), 'plan.json')).toEqual(JSON.parse(JSON.stringify(plan)))
    const all = stepsOf(plan)
    expect(new Set(all.map(({id}) => id)).size).toBe(all.length)
    for (const step of all)
      expect([step.id, step.undo.length > 0 || (step.undoNote ?? '') !== '']).toEqual([step.id, true])
  })
})

describe.each(cases.filter(([name]) => !(name in hopeless)))('%s', (_name, _rule, example, version) => {
  it(`has steps that check finds no fault with on ${version}`, async () => {
    const wanted = {schema: example.schema, transaction: example.transaction, version}
    const plan = await planOf(example.unsafe, wanted)
    const inPlace = plan.phases.filter(({kind}) => kind !== 'contract').flatMap((phase) => phase.steps)
    // What runs as it stands in the migration is the migration's; batches are shown as one statement.
    const ours = new Set(inPlace.filter((step) => step.recipe !== undefined && step.kind !== 'batch').map(({id}) => id))
    const all = stepsOf(plan).filter(({kind}) => kind !== 'batch')
    const faults = await errorsIn(all, {schema: example.schema, version})
    expect(faults.filter(({step}) => ours.has(step))).toEqual([])
  })
})
